"""Shapes of people, accounts, tokens and settings; both doors load them."""
