"""Pages about who has looked at what, and the middleware that notes it."""
