"""The agenda in the house: where to-dos come from, who is reminded and was, letters, and the worker's loop."""
