"""Drawings: text measured with a shipped font, boxes placed, SVG written, PNG rendered. Knows no domain."""
