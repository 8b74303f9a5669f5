"""What the house costs, as ratios: against a stated limit, a named peer, or the same thing smaller, in one run."""
