"""Legal holds for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.hold import Hold
from kernel.permission import Actor, visible
from kernel.record import Record
from organisation.models import Person


@dataclass(frozen=True, slots=True)
class HoldNote:
    """A hold in force. ``on`` is the reference of the record that is held: this one, or the one that guards it."""

    on: str
    since: datetime
    by: str
    reason: str


def hold_note(session: Session, record: Record) -> HoldNote | None:
    """The hold that covers a record, its own first; one statement."""
    row = session.execute(
        sa.select(Record.ref, Hold.since, Person.name, Hold.reason)
        .join(Record, Record.id == Hold.record_id)
        .outerjoin(Person, Person.id == Hold.by_id)
        .where(Hold.released_at.is_(None), Hold.record_id.in_([i for i in (record.id, record.guard_id) if i is not None]))
        .order_by(sa.case((Hold.record_id == record.id, 0), else_=1))
        .limit(1)
    ).first()
    return HoldNote(row[0], row[1], row[2] or "Debrief", row[3]) if row else None


def holds(session: Session, actor: Actor) -> list[tuple[Record, HoldNote]]:
    """Every record on hold that exists for the actor, the newest hold first."""
    rows = session.execute(
        sa.select(Record, Hold.since, Person.name, Hold.reason)
        .join(Hold, Hold.record_id == Record.id)
        .outerjoin(Person, Person.id == Hold.by_id)
        .where(Hold.released_at.is_(None), visible(actor))
        .order_by(Hold.since.desc(), Hold.id.desc())
    )
    return [(record, HoldNote(record.ref, since, name or "Debrief", reason)) for record, since, name, reason in rows]
