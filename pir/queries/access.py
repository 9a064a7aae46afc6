"""Who read a restricted review, its incident, its causes and its actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.access import RecordAccess
from kernel.record import Record
from organisation.models import Person
from pir.models import Review


@dataclass(frozen=True, slots=True)
class Reading:
    """``who`` is "Debrief" for the command line."""

    at: datetime
    who: str
    door: str
    what: str


def count(session: Session, review: Review) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(RecordAccess).where(_of(review))) or 0


def readings(session: Session, review: Review, *, offset: int, size: int) -> list[Reading]:
    """Newest first, in one statement."""
    rows = session.execute(
        sa.select(RecordAccess.at, Person.name, RecordAccess.door, RecordAccess.what)
        .outerjoin(Person, Person.id == RecordAccess.person_id)
        .where(_of(review))
        .order_by(RecordAccess.id.desc())
        .offset(offset)
        .limit(size)
    )
    return [Reading(at, name or "Debrief", door, what) for at, name, door, what in rows]


def _of(review: Review) -> sa.ColumnElement[bool]:
    guarded = sa.select(Record.id).where(Record.guard_id == review.id)
    return sa.or_(RecordAccess.record_id == review.id, RecordAccess.record_id.in_(guarded))
