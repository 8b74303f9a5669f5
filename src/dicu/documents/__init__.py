"""What a paper contains: the model that every renderer reads, and the guard that keeps its numbers traced."""
