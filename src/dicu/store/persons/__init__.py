"""People's records in PostgreSQL: lists and search tokens, made from the ledger; the register of copies; erasing."""
