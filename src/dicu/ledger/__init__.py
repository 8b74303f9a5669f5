"""What happened, in order, and never rewritten: entries, streams, their hash chain, and the fold over them."""
