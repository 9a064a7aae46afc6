"""Drawings of a causal graph, for a page and for paper."""
