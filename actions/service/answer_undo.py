"""What an answer changes of an action, kept as JSON and put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from actions.models import Action, DateRequest
from actions.rules.lifecycle import ActionState

#: Columns that answers change, each with how it is read from JSON.
KEPT: Mapping[str, Callable[[Any], Any]] = {
    "state": ActionState, "reason": str, "due": date.fromisoformat, "claim": str, "claimed_at": datetime.fromisoformat,
    "evidence_awaited": bool, "accepted_at": datetime.fromisoformat, "disputed_at": datetime.fromisoformat, "dispute_reason": str,
    "suggested_owner_id": int,
}


def kept(action: Action) -> dict[str, Any]:
    """The columns as they stand now."""
    return {name: _plain(getattr(action, name)) for name in KEPT}


def put_back(session: Session, action: Action, before: Mapping[str, Any], asked: DateRequest | None) -> None:
    """The columns as they stood. A move of the due date is taken out of the count, one that waits is withdrawn.

    The version of the due date goes on: reminders of the date that is back in force are told anew.
    """
    held = action.due
    for name, read in KEPT.items():
        value = before.get(name)
        setattr(action, name, None if value is None else read(value))
    if action.due != held:
        action.moves[:] = [move for move in action.moves if move.number != action.due_version]
        action.due_version += 1
    elif asked is not None:
        session.delete(asked)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
