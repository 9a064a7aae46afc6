"""Pure rules of actions."""
