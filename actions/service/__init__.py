"""Writes to actions: one function per write. Each flushes, audits once and announces; the edges commit."""

from actions.service.add import add_action
from actions.service.confirm import confirm_action
from actions.service.due import move_due
from actions.service.edit import edit_action
from actions.service.lifecycle import transition

__all__ = ["add_action", "confirm_action", "edit_action", "move_due", "transition"]
