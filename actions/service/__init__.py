"""Writes to actions: one function per write. Each flushes, audits once and announces; the edges commit."""

from actions.service.add import add_action
from actions.service.confirm import confirm_action
from actions.service.dispute import dispute_owner, keep_owner
from actions.service.due import decide_move, move_due
from actions.service.edit import edit_action
from actions.service.lifecycle import transition
from actions.service.linking import link_actions
from actions.service.proof import add_proof

__all__ = [
    "add_action", "add_proof", "confirm_action", "decide_move", "dispute_owner", "edit_action", "keep_owner", "link_actions", "move_due",
    "transition",
]
