"""Reads of reviews, constant in their number of statements."""
