"""Root cause analysis: one acyclic graph of causal factors and the views of it.

A pure library: dataclasses and plain dicts in, plain values out; no web, no database, no clock.
Terms follow IEC 62740 (focus event, causal factor, root cause) and IEC 61025 (gates).
"""
