"""What actions announce to the domains above (decision 28)."""

from __future__ import annotations

from dataclasses import dataclass

from actions.rules.lifecycle import ActionState
from kernel.event import Event


@dataclass(frozen=True, slots=True)
class ActionChanged(Event):
    """An action was added, edited, given another date or moved through its lifecycle.

    ``change`` is ``add``, ``edit``, ``move_due`` or the name of the transition; ``before`` is None for a new action.
    A subscriber may refuse by raising: the whole unit of work is then undone.
    """

    action_id: int
    source_id: int
    change: str
    before: ActionState | None
    after: ActionState
