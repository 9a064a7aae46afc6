"""Intake: bytes of another tool's export -> rows, rejects named by row and column, warnings. Stores nothing."""
