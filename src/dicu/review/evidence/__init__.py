"""Evidence: what a report rests on, described, kept by its content, and looked at again as time passes."""
