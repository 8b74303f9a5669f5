"""Who has looked at what: collected while a request asks access, noted before its answer leaves, shown to who may know."""
