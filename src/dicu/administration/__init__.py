"""Accounts, the roles they are given, their tokens, and what was opened in an emergency: who may do what, decided by named
people and recorded."""
