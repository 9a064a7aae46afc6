"""Tables of actions."""

from actions.models.action import Action, ActionFactor, DateMove, Effect, Kind, Strength

__all__ = ["Action", "ActionFactor", "DateMove", "Effect", "Kind", "Strength"]
