"""What new policy terms would have done to stored incidents, and would do to the reviews that run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident
from kernel.calendar import WorkingCalendar
from kernel.permission import Actor, visible
from kernel.record import Record
from organisation.links import Effect, Judged, Moved
from organisation.queries.calendar import calendar_rule
from pir.models import Review
from pir.queries.candidate import candidate
from pir.queries.proposals import may_need, restored_lately
from pir.rules import clock as rules
from pir.rules.lifecycle import RUNNING
from pir.rules.trigger import Candidate, Need, need

DAYS = 90
WORDS = {Need.OPEN: "opens a review", Need.PROPOSE: "is proposed", Need.NONE: "needs none"}


def effect(session: Session, actor: Actor, before: Mapping[str, Any], after: Mapping[str, Any]) -> Effect:
    """Each incident is judged as at the moment at which it was restored. Counts cover what the actor may see."""
    restored = _restored(actor)
    asked = sa.select(Incident).where(restored, may_need(before["review"], after["review"])).order_by(Incident.id.desc())
    found = [(i, candidate(i)) for i in session.scalars(asked)]
    needs = [(i, c, _need(c, before["review"]), _need(c, after["review"])) for i, c in found]
    running = session.scalars(
        sa.select(Review).join(Record, Record.id == Review.id).where(visible(actor), Review.state.in_(RUNNING)).order_by(Review.id)
    ).all()
    return Effect(
        days=DAYS,
        incidents=session.scalar(sa.select(sa.func.count()).select_from(Incident).where(restored)) or 0,
        opened=(_count(needs, 2, Need.OPEN), _count(needs, 3, Need.OPEN)),
        proposed=(_count(needs, 2, Need.PROPOSE), _count(needs, 3, Need.PROPOSE)),
        judged=tuple(
            Judged(i.record.ref, i.record.title, i.severity, c.restored_at, WORDS[was], WORDS[becomes])
            for i, c, was, becomes in needs if was is not becomes and c.restored_at
        ),
        reviews=len(running),
        moved=tuple(_moved(running, after["clocks"], calendar_rule(session, after["clocks"]["calendar_id"]))),
    )


def _restored(actor: Actor) -> sa.ColumnElement[bool]:
    """Condition on ``Incident``: restored, or resolved, in the days of the preview, and visible to the actor."""
    return sa.and_(restored_lately(DAYS), Incident.id.in_(sa.select(Record.id).where(visible(actor))))


def _need(found: Candidate, terms: Mapping[str, Any]) -> Need:
    return need(found, terms, found.restored_at) if found.restored_at else Need.NONE


def _count(needs: Sequence[tuple[Any, ...]], place: int, wanted: Need) -> int:
    return sum(row[place] is wanted for row in needs)


def _moved(running: Sequence[Review], terms: Mapping[str, Any], calendar: WorkingCalendar) -> list[Moved]:
    """The clocks that are not met and would be due at another moment."""
    found = []
    for review in running:
        held = {c.kind.value: c for c in review.clocks if c.met_at is None}
        for row in held.values():
            due = next(d for d in rules.dues(row.basis, row.started_at, terms, calendar, review.session_planned_at) if d.kind == row.kind)
            if due.due_at != row.due_at:
                found.append(Moved(review.record.ref, review.record.title, rules.NAMES[due.kind], row.due_at, due.due_at))
    return found
