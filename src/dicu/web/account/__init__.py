"""Pages of one's own account: signing in by every way, second factors, sessions, tokens. They act on nobody else's."""
