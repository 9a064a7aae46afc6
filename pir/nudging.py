"""Which clocks of reviews are due, for ``wiring.NUDGE_SOURCES`` (decision 2). The facilitator is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.record import Record
from nudges.rules.rung import Ladder
from nudges.rules.shipped import APPROVAL, PRE_READ, SESSION
from nudges.sources import Due, version_of
from pir.models import ClockKind, Review, ReviewClock
from pir.rules.lifecycle import RUNNING

LADDERS = {ClockKind.SESSION: SESSION, ClockKind.PRE_READ: PRE_READ, ClockKind.APPROVAL: APPROVAL}


def due(
    session: Session, ladders: Mapping[str, Ladder], now: datetime, only: Collection[int] | None = None
) -> Iterator[Due]:
    """Clocks that run and are not met. A session that is booked for a time to come reminds nobody."""
    wanted = (
        sa.select(ReviewClock.review_id, ReviewClock.kind, ReviewClock.due_at)
        .join(Review, Review.id == ReviewClock.review_id)
        .join(Record, Record.id == Review.id)
        .where(
            ReviewClock.met_at.is_(None), ReviewClock.stopped_at.is_(None), Review.state.in_(RUNNING), Record.erased_at.is_(None),
            sa.or_(ReviewClock.kind != ClockKind.SESSION, Review.session_planned_at.is_(None), Review.session_planned_at < now),
            sa.or_(ReviewClock.kind != ClockKind.PRE_READ, Review.session_held_at.is_(None)),
        )
    )
    if only is None:
        wanted = wanted.where(ReviewClock.due_at <= now + _ahead(ladders))
    else:
        wanted = wanted.where(ReviewClock.review_id.in_(only))
    for review, kind, at in session.execute(wanted.order_by(ReviewClock.due_at)):
        yield Due(review, LADDERS[kind], at, version_of(at), ())


def _ahead(ladders: Mapping[str, Ladder]) -> timedelta:
    return timedelta(hours=max(-rung.offset for name in LADDERS.values() for rung in ladders[name].rungs))
