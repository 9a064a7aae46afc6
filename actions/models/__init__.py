"""Tables of actions."""

from actions.models.action import Action, ActionFactor, DateMove, Effect, Kind, Strength
from actions.models.answer import GivenAnswer
from actions.models.date_request import DateRequest
from actions.models.hook import Hook, HookDelivery, HookShape
from actions.models.meeting import Attendee, Decided, Meeting
from actions.models.view import SavedView
from actions.rules.tickets import TicketState

__all__ = [
    "Action",
    "ActionFactor",
    "Attendee",
    "DateMove",
    "DateRequest",
    "Decided",
    "Effect",
    "GivenAnswer",
    "Hook",
    "HookDelivery",
    "HookShape",
    "Kind",
    "Meeting",
    "SavedView",
    "Strength",
    "TicketState",
]
