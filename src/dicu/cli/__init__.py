"""Commands. They hold no rules: each asks a room through the house that `wiring` hands it."""
