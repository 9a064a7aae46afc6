"""What a review asks of one person now: hold the session, submit, approve, publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.permission import Actor, Role, visible
from kernel.record import Part, Participation, Record
from pir.models import Approval, ClockKind, Decision, Review, ReviewClock, Snapshot
from pir.rules.lifecycle import ReviewState


@dataclass(frozen=True, slots=True)
class Waiting:
    """``what`` begins with the verb. ``due_at`` None: no clock runs (nothing is restored yet)."""

    what: str
    ref: str
    title: str
    why: str
    due_at: datetime | None
    severity: int


#: Who approves without being named as approver of the review.
APPROVERS = (Role.PROBLEM_MANAGER, Role.SERVICE_OWNER, Role.INCIDENT_MANAGER)


def waiting_for(session: Session, actor: Actor) -> list[Waiting]:
    """Two statements: the reviews one runs or may approve, and their clocks."""
    parts = (
        sa.select(Participation.part)
        .where(Participation.record_id == Review.id, Participation.person_id == actor.person_id)
    )
    runs = parts.where(Participation.part.in_([Part.FACILITATOR, Part.SCRIBE])).exists()
    approves: sa.ColumnElement[bool] = parts.where(Participation.part.in_([Part.APPROVER, Part.SERVICE_OWNER])).exists()
    if actor.is_any(*APPROVERS):
        approves = sa.or_(approves, sa.true())
    has_signed = (
        sa.select(Approval.id)
        .join(Snapshot, Snapshot.id == Approval.snapshot_id)
        .where(Approval.review_id == Review.id, Approval.person_id == actor.person_id,
               Approval.decision == Decision.APPROVED, Approval.edition == Review.edition)
        .exists()
    )
    rows = session.scalars(
        sa.select(Review)
        .join(Record, Record.id == Review.id)
        .where(
            visible(actor),
            sa.or_(
                sa.and_(runs, Review.state.in_([ReviewState.DRAFT, ReviewState.APPROVED])),
                sa.and_(approves, Review.state == ReviewState.IN_REVIEW,
                        sa.or_(Review.submitted_by_id.is_(None), Review.submitted_by_id != actor.person_id),
                        ~has_signed),
            ),
        )
        .order_by(Review.opened_at)
    ).all()
    return [_waiting(review, _clocks(review)) for review in rows]


def _clocks(review: Review) -> dict[ClockKind, ReviewClock]:
    return {clock.kind: clock for clock in review.clocks}


def _waiting(review: Review, clocks: dict[ClockKind, ReviewClock]) -> Waiting:
    verb, why, kind = _ask(review)
    clock = clocks.get(kind)
    title = review.record.title
    return Waiting(f"{verb}: {title[:1].lower()}{title[1:]}" if title[1:2].islower() else f"{verb}: {title}",
                   review.record.ref, title, why, clock.due_at if clock else None, review.severity)


def _ask(review: Review) -> tuple[str, str, ClockKind]:
    if review.state is ReviewState.IN_REVIEW:
        return "Approve the review", f"version {review.edition} waits for a signature", ClockKind.APPROVAL
    if review.state is ReviewState.APPROVED:
        return "Publish the review", "approved, not published yet", ClockKind.APPROVAL
    if review.session_held_at is None:
        planned = "session planned" if review.session_planned_at else "no session planned yet"
        return "Hold the session", planned, ClockKind.SESSION
    return "Submit for approval", "the session was held", ClockKind.APPROVAL
