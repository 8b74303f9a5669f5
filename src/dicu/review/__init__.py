"""The national review: plans, rounds, reports, evidence, progress, gaps, and the paper made of them."""
