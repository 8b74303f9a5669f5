"""Who may sign in: accounts, the roles they were granted and until when, and tokens for commands."""
