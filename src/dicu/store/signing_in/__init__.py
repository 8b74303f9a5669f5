"""How accounts sign in: second factors, sessions, invitations, identities at a provider, and limits on failed attempts."""
