"""What a review asks of one person now: hold the session, submit, approve, publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from kernel.permission import Actor, visible
from kernel.record import Part, Participation, Record
from organisation.queries.person import names_of
from pir.models import ClockKind, Review, ReviewClock
from pir.queries.signing import signings_of
from pir.rules import chain
from pir.rules.chain import Way
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
    stands_still: bool = False


def waiting_for(session: Session, actor: Actor) -> list[Waiting]:
    """The reviews one runs, and those of which one may sign a step now, in one's own name or for somebody else.

    The number of statements is fixed.
    """
    runs = sa.select(Participation.id).where(
        Participation.record_id == Review.id, Participation.person_id == actor.person_id,
        Participation.part.in_([Part.FACILITATOR, Part.SCRIBE]),
    )
    rows = session.scalars(
        sa.select(Review)
        .join(Record, Record.id == Review.id)
        .where(
            visible(actor),
            sa.or_(
                sa.and_(runs.exists(), Review.state.in_([ReviewState.DRAFT, ReviewState.APPROVED])),
                Review.state == ReviewState.IN_REVIEW,
            ),
        )
        .options(selectinload(Review.policy))
        .order_by(Review.opened_at)
    ).all()
    signings = signings_of(session, [review for review in rows if review.state is ReviewState.IN_REVIEW])
    ways = {i: chain.ways(signing, actor.person_id) for i, signing in signings.items()}
    names = names_of(session, {way.for_id for found in ways.values() for way in found if way.for_id})
    return [
        _waiting(review, _clocks(review), ways.get(review.id, ()), names)
        for review in rows if review.state is not ReviewState.IN_REVIEW or ways[review.id]
    ]


def _clocks(review: Review) -> dict[ClockKind, ReviewClock]:
    return {clock.kind: clock for clock in review.clocks}


def _waiting(
    review: Review, clocks: dict[ClockKind, ReviewClock], ways: tuple[Way, ...], names: Mapping[int, str]
) -> Waiting:
    verb, why, kind = _ask_to_sign(review, ways[0], names) if ways else _ask(review)
    clock = clocks.get(kind)
    title = review.record.title
    return Waiting(f"{verb}: {title[:1].lower()}{title[1:]}" if title[1:2].islower() else f"{verb}: {title}",
                   review.record.ref, title, why, clock.due_at if clock else None, review.severity,
                   stands_still=clock is not None and clock.stopped_at is not None and clock.met_at is None)


def _ask(review: Review) -> tuple[str, str, ClockKind]:
    if review.state is ReviewState.APPROVED:
        return "Publish the review", "approved, not published yet", ClockKind.APPROVAL
    if review.session_held_at is None:
        planned = "session planned" if review.session_planned_at else "no session planned yet"
        return "Hold the session", planned, ClockKind.SESSION
    return "Submit for approval", "the session was held", ClockKind.APPROVAL


def _ask_to_sign(review: Review, way: Way, names: Mapping[int, str]) -> tuple[str, str, ClockKind]:
    role = "a signature" if way.role == chain.ANYBODY else f"the signature of the {chain.ROLE_WORDS.get(way.role, way.role)}"
    stood_in = f", for {names[way.for_id]}" if way.for_id else ""
    return "Approve the review", f"version {review.edition} waits for {role}{stood_in}", ClockKind.APPROVAL
