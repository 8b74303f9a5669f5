"""The interface for programs: everything that a page can do, through the same desks, in JSON. It holds no rules."""
