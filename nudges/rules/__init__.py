"""Ladders as data and what follows from them: pure."""
