"""The ledger in PostgreSQL: an append-only table that the database itself guards, and the keeper that writes to it."""
