"""What is due to go, and what has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from kernel.hold import is_held
from kernel.permission import Actor, visible
from kernel.record import Record
from organisation.models import DueForDeletion, RetentionPeriod
from organisation.retention import KINDS, Kind
from organisation.rules.retention import years_after, years_before


@dataclass(frozen=True, slots=True)
class Ended:
    """A record past its period."""

    record_id: int
    kind: str
    ended_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class DueLine:
    record: Record
    kind: str
    ended_on: date
    due_on: date
    is_held: bool


def periods(session: Session) -> dict[str, int]:
    """Kind → years; a kind that is not there is kept for ever."""
    return dict(session.execute(sa.select(RetentionPeriod.kind, RetentionPeriod.years)).all())


def past_their_period(session: Session, record_ids: Sequence[int] | None = None) -> list[Ended]:
    """Every record whose kind's period is over and which is on no hold; only those of ``record_ids`` when given."""
    years, today = periods(session), clock.now().date()
    found: list[Ended] = []
    for kind in KINDS:
        if kind.key in years:
            found += _ended(session, kind, years[kind.key], today, record_ids)
    return found


def _ended(session: Session, kind: Kind, years: int, today: date, record_ids: Sequence[int] | None) -> list[Ended]:
    before = datetime.combine(years_before(today, years), datetime.max.time(), UTC)
    ended = kind.ended().subquery()
    record_id, at = ended.c
    rows = sa.select(record_id, at).join(Record, Record.id == record_id).where(at <= before, sa.not_(is_held()), Record.erased_at.is_(None))
    if record_ids is not None:
        rows = rows.where(record_id.in_(record_ids))
    return [Ended(i, kind.key, at.date(), years_after(at.date(), years)) for i, at in session.execute(rows)]


def due_lines(session: Session, actor: Actor) -> list[DueLine]:
    """What the search found and what exists for the actor, the longest overdue first; the rule looks again before anything goes."""
    rows = session.execute(
        sa.select(Record, DueForDeletion, is_held())
        .join(DueForDeletion, DueForDeletion.record_id == Record.id)
        .where(visible(actor))
        .order_by(DueForDeletion.due_on, Record.id)
    )
    return [DueLine(record, due.kind, due.ended_on, due.due_on, held) for record, due, held in rows]


def count_due(session: Session, actor: Actor) -> int:
    found = sa.select(sa.func.count()).select_from(DueForDeletion).join(Record, Record.id == DueForDeletion.record_id)
    return session.scalar(found.where(visible(actor))) or 0


def tombstones(session: Session, actor: Actor, size: int = 50) -> list[Record]:
    """The records that went last."""
    gone = sa.select(Record).where(Record.erased_at.is_not(None), visible(actor, erased=True))
    return list(session.scalars(gone.order_by(Record.erased_at.desc(), Record.id.desc()).limit(size)))
