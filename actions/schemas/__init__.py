"""One schema for the form and the API."""

from actions.schemas.action import ActionFields, ActionPatch, FactorEffect, NewAction
from actions.schemas.move import MoveFields
from actions.schemas.shown import ActionList, ActionShown, RegisterQuery
from actions.schemas.step import StepFields

__all__ = [
    "ActionFields", "ActionList", "ActionPatch", "ActionShown", "FactorEffect", "MoveFields", "NewAction", "RegisterQuery",
    "StepFields",
]
