"""Backups of the house: made while it works, brought back into an empty database, and held against what they were made of."""
