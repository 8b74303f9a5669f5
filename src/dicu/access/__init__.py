"""Who may do what, for which purpose, to which thing: one set of rules that both decides and scopes."""
