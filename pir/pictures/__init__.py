"""Drawings of a review, made from its snapshot document alone."""
