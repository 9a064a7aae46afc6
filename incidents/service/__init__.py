"""Writes to incidents."""
