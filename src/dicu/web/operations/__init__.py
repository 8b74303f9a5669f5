"""What the people who run the house look at: health, metrics, and a line in the log for each request."""
