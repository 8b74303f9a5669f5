"""What is kept about people whose cases the house works on: sealed, found by keyed tokens, corrected, and erased for good."""
