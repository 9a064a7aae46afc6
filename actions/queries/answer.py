"""What the page behind a link in a mail shows beside the action itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.rules.lifecycle import OPEN
from kernel.record import Record, Scope

MOST = 5


@dataclass(frozen=True, slots=True)
class Other:
    ref: str
    title: str
    due: date | None


def others_of(session: Session, person_id: int, action_id: int) -> tuple[int, list[Other]]:
    """How many more open actions the person owns, and the most urgent of them; none that is restricted."""
    mine = (Action.owner_id == person_id, Action.state.in_(OPEN), Action.id != action_id, Record.scope == Scope.OPEN, Record.erased_at.is_(None))
    rows = session.execute(
        sa.select(Record.ref, Record.title, Action.due, sa.func.count().over())
        .join(Record, Record.id == Action.id).where(*mine).order_by(Action.due.is_(None), Action.due, Action.id).limit(MOST)
    ).all()
    return (rows[0][3] if rows else 0), [Other(ref, title, due) for ref, title, due, _ in rows]
