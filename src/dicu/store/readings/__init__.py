"""The log of reading in PostgreSQL: noted in a transaction of its own, and projected so that a person can look it up."""
