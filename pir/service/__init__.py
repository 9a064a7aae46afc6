"""Writes to reviews: one function a write."""
