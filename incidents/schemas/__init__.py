"""Shapes of incidents, shared by the pages and the API."""
