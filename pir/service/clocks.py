"""Setting the clocks of a review: from the times of its lead incident, and from what happened to them (decisions 1, 2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.events import IncidentReopened, TimesChanged
from incidents.models import Incident
from incidents.queries.incident import facts_of
from incidents.rules import times
from kernel import audit, clock
from kernel.permission import Actor
from organisation.queries.calendar import calendar_rule
from pir.models import ClockKind, Review, ReviewClock, ReviewClockEvent, ReviewIncident
from pir.rules import clock as rules
from pir.rules.clock import ClockEvent, Happened
from pir.rules.lifecycle import RUNNING


def lead_of(session: Session, review: Review) -> Incident | None:
    return session.scalar(
        sa.select(Incident)
        .join(ReviewIncident, ReviewIncident.incident_id == Incident.id)
        .where(ReviewIncident.review_id == review.id, ReviewIncident.is_lead)
    )


def set_clocks(session: Session, review: Review) -> None:
    """(Re)compute what is due when. The first due date of each clock is kept as its original for ever.

    While nothing is restored there is nothing to count from, and the review has no clock yet. An incident that was history
    when its review was opened starts none.
    """
    terms = review.policy.terms
    _note_start(session, review, terms["review"]["history_days"])
    calendar = calendar_rule(session, terms["clocks"]["calendar_id"])
    held = {c.kind: c for c in review.clocks}
    for due in rules.standing(facts(review.clock_events), terms["clocks"], calendar, review.session_planned_at):
        kind = ClockKind(due.kind)
        row = held.get(kind)
        if row is None:
            row = ReviewClock(kind=kind, original_due_at=due.due_at)
            review.clocks.append(row)
        elif row.basis != "restored" and due.basis == "restored":
            row.original_due_at = due.due_at  # only now is the true start known; the earlier one was a stand-in
        row.basis, row.started_at, row.stopped_at = due.basis, due.started_at, due.stopped_at
        row.window_from, row.due_at = due.window_from, due.due_at
    session.flush()


def facts(rows: Sequence[ReviewClockEvent]) -> tuple[ClockEvent, ...]:
    """The rows as the rule reads them."""
    return tuple(ClockEvent(r.what, r.at, r.basis, r.start, r.kind.value if r.kind else None, r.due_at) for r in rows)


def mark_met(review: Review, kind: ClockKind, at: datetime | None) -> None:
    """Stop (or with None restart) a clock."""
    for row in review.clocks:
        if row.kind is kind:
            row.met_at = at


def on_times_changed(session: Session, _actor: Actor, happened: TimesChanged) -> None:
    """Subscriber: the times of an incident changed, so do the clocks of the live reviews that it leads."""
    for review in led_by(session, happened.incident_id):
        set_clocks(session, review)


def on_incident_reopened(session: Session, actor: Actor, happened: IncidentReopened) -> None:
    """Subscriber: the incident is open again, so the clocks of the review that it leads stand still until it is restored."""
    for review in led_by(session, happened.incident_id):
        if stop_for_reopening(session, actor, review, happened.at):
            audit.note(session, actor, "stop clocks", record_id=review.id, after={"reopened": clock.stamp(happened.at)})


def stop_for_reopening(session: Session, actor: Actor, review: Review, at: datetime, reason: str = "") -> bool:
    """Note a reopening; False where there is no clock that could stand still, or where it does so for that reason already."""
    known = facts(review.clock_events)
    if not review.clocks or review.state not in RUNNING or rules.is_stopped(known) is Happened.REOPENED:
        return False
    review.clock_events.append(ReviewClockEvent(what=Happened.REOPENED, at=at, reason=reason, by_id=actor.person_id))
    set_clocks(session, review)
    return True


def led_by(session: Session, incident_id: int) -> Sequence[Review]:
    """The live reviews that an incident leads: one at most."""
    return session.scalars(
        sa.select(Review)
        .join(ReviewIncident, ReviewIncident.review_id == Review.id)
        .where(ReviewIncident.incident_id == incident_id, ReviewIncident.is_lead, ReviewIncident.is_live)
    ).all()


def _note_start(session: Session, review: Review, history_days: int) -> None:
    """Add the start to the events when it has become known, was corrected, or is a new one after a reopening."""
    lead = lead_of(session, review)
    found = times.clock_start(times.instants(times.effective(facts_of(lead.times)))) if lead else None
    if found is None:
        return
    basis, start = found
    known = facts(review.clock_events)
    last = next((e for e in reversed(known) if e.what in rules.STARTS), None)
    if last is None and rules.is_history(start, review.opened_at, history_days):
        return
    if last is not None and (last.basis, last.start) == found:
        return
    again = last is not None and rules.is_stopped(known) is Happened.REOPENED and last.start is not None and start > last.start
    what = Happened.RESTARTED if again else Happened.STARTED
    review.clock_events.append(ReviewClockEvent(what=what, at=clock.now(), basis=basis, start=start))
    session.flush()
