"""Incidents as other tools know them: times, severity, parents; what an export says, and what became of it."""
