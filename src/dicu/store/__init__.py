"""Where the house keeps things: PostgreSQL through Django models, a folder per room. Nothing here decides a rule."""
