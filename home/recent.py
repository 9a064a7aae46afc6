"""What changed lately among the records one may see, and the reviews one takes part in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.rules.lifecycle import OPEN
from kernel.permission import Actor, visible
from kernel.record import Participation, Record
from kernel.ref import RecordKind
from organisation.models import Person
from pir.models import Review


@dataclass(frozen=True, slots=True)
class Change:
    at: datetime
    ref: str
    kind: RecordKind
    title: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Mine:
    ref: str
    title: str
    review: Review
    open_actions: int


def changes(session: Session, actor: Actor, *, size: int = 6) -> list[Change]:
    """The reviews and actions that were changed last."""
    rows = session.execute(
        sa.select(Record.changed_at, Record.ref, Record.kind, Record.title, Person.name)
        .outerjoin(Person, Person.id == Record.changed_by_id)
        .where(visible(actor), Record.kind.in_([RecordKind.REVIEW, RecordKind.ACTION]))
        .order_by(Record.changed_at.desc(), Record.id.desc())
        .limit(size)
    )
    return [Change(*row) for row in rows]


def my_reviews(session: Session, actor: Actor, *, size: int = 6) -> list[Mine]:
    """The newest reviews that the person takes part in, with the number of actions not yet finished."""
    still_open = (
        sa.select(sa.func.count())
        .select_from(Action)
        .where(Action.source_id == Review.id, Action.state.in_(OPEN))
        .scalar_subquery()
    )
    takes_part = (
        sa.select(Participation.id)
        .where(Participation.record_id == Review.id, Participation.person_id == actor.person_id)
        .exists()
    )
    rows = session.execute(
        sa.select(Review, still_open)
        .join(Record, Record.id == Review.id)
        .where(visible(actor), takes_part)
        .order_by(Review.opened_at.desc())
        .limit(size)
    )
    return [Mine(review.record.ref, review.record.title, review, count) for review, count in rows]
