"""Pages of administration: accounts and their roles; and what was opened in an emergency."""
