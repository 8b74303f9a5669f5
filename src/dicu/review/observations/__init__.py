"""Figures: which one stands, how parts become a whole, how a file of them is taken in, and what is missing among them."""
