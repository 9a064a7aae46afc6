"""Setting the clocks of a review from the times of its lead incident (decisions 1, 2)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.events import TimesChanged
from incidents.models import Incident
from incidents.queries.incident import facts_of
from incidents.rules import times
from kernel.calendar import WorkingCalendar
from kernel.permission import Actor
from organisation.models import Policy
from pir.models import ClockKind, Review, ReviewClock, ReviewIncident
from pir.rules import clock as rules


def lead_of(session: Session, review: Review) -> Incident | None:
    return session.scalar(
        sa.select(Incident)
        .join(ReviewIncident, ReviewIncident.incident_id == Incident.id)
        .where(ReviewIncident.review_id == review.id, ReviewIncident.is_lead)
    )


def set_clocks(session: Session, review: Review) -> None:
    """(Re)compute what is due when. The first due date of each clock is kept as its original for ever.

    While nothing is restored there is nothing to count from, and the review has no clock yet.
    """
    lead = lead_of(session, review)
    at = times.instants(times.effective(facts_of(lead.times))) if lead else {}
    start = times.clock_start(at)
    if start is None:
        return
    policy = session.get_one(Policy, review.policy_id)
    calendar = WorkingCalendar.of(review.zone)
    held = {c.kind: c for c in review.clocks}
    for due in rules.dues(*start, policy.terms["clocks"], calendar, review.session_planned_at):
        kind = ClockKind(due.kind)
        row = held.get(kind)
        if row is None:
            row = ReviewClock(kind=kind, original_due_at=due.due_at)
            review.clocks.append(row)
        elif row.basis != "restored" and due.basis == "restored":
            row.original_due_at = due.due_at  # only now is the true start known; the earlier one was a stand-in
        row.basis, row.started_at = due.basis, due.started_at
        row.window_from, row.due_at = due.window_from, due.due_at
    session.flush()


def mark_met(review: Review, kind: ClockKind, at: datetime | None) -> None:
    """Stop (or with None restart) a clock."""
    for row in review.clocks:
        if row.kind is kind:
            row.met_at = at


def on_times_changed(session: Session, _actor: Actor, happened: TimesChanged) -> None:
    """Subscriber: the times of an incident changed, so do the clocks of the live reviews that it leads."""
    reviews = session.scalars(
        sa.select(Review)
        .join(ReviewIncident, ReviewIncident.review_id == Review.id)
        .where(ReviewIncident.incident_id == happened.incident_id, ReviewIncident.is_lead, ReviewIncident.is_live)
    )
    for review in reviews:
        set_clocks(session, review)
