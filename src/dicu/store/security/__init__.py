"""The second lock: roles, rights and row-level security of the database, and access rules turned into queries."""
