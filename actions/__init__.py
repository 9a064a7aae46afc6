"""Corrective and preventive actions, through to verified effect."""
