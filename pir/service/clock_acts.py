"""What a person does to the clocks of a review: pause, resume, extend, say that the incident was reopened (decision 2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from kernel import clock
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, require_on
from kernel.record import lock
from organisation.models import Person
from pir.models import ClockKind, Review, ReviewClock, ReviewClockEvent
from pir.queries.review import find
from pir.rules.clock import NAMES, Happened, is_stopped
from pir.rules.lifecycle import RUNNING
from pir.service.clocks import facts, set_clocks, stop_for_reopening
from pir.service.editing import expect, save

PAUSE = "pause the clocks of a review"
EXTEND = "extend a clock of a review"
EXTENDABLE = (ClockKind.SESSION, ClockKind.APPROVAL)


def pause(session: Session, actor: Actor, ref: str, version: int | None, reason: str) -> Review:
    """Let the clocks that are not met stand still from now on; the time until they are resumed is added to what is due."""
    review = _running(session, actor, ref, version, PAUSE)
    if is_stopped(facts(review.clock_events)):
        raise Refused([Obstacle("The clocks stand still already.", "clocks")])
    _add(session, review, actor, Happened.PAUSED, _said(reason, "Enter why the clocks are paused"))
    save(session, actor, review, "pause clocks", {}, {"reason": reason})
    return review


def resume(session: Session, actor: Actor, ref: str, version: int | None) -> Review:
    """Let the clocks run on."""
    review = _running(session, actor, ref, version, PAUSE)
    if not is_stopped(facts(review.clock_events)):
        raise Refused([Obstacle("The clocks are running.", "clocks")])
    before = _dues(review)
    _add(session, review, actor, Happened.RESUMED, "")
    save(session, actor, review, "resume clocks", *_moved(before, _dues(review)))
    return review


def reopened(session: Session, actor: Actor, ref: str, version: int | None, at: datetime, reason: str) -> Review:
    """Say that the incident was open again from ``at`` on; the clocks restart when its new time Restored is known."""
    review = _running(session, actor, ref, version, PAUSE)
    start = review.clocks[0].started_at
    if not start < at <= clock.now():
        raise Invalid({"at": ["The reopening must lie after the time from which the clocks count, and not in the future"]})
    if not stop_for_reopening(session, actor, review, at, _said(reason, "Enter what happened")):
        raise Refused([Obstacle("The reopening is recorded already.", "clocks")])
    save(session, actor, review, "record reopening", {}, {"at": at, "reason": reason})
    return review


def extend(
    session: Session, actor: Actor, ref: str, version: int | None, *, kind: str, due_at: datetime, asked_by: int, reason: str
) -> Review:
    """Give a clock more time. The actor approves it, and names who asked: never the same person.

    The original date is kept and shown beside the new one for ever.
    """
    review = _running(session, actor, ref, version, EXTEND)
    row = _extendable(review, kind)
    wrong: dict[str, list[str]] = {}
    asker = session.get(Person, asked_by)
    if asker is None:
        wrong["asked_by"] = ["Select a person from the list"]
    elif actor.person_id is None or asker.id == actor.person_id:
        wrong["asked_by"] = ["Nobody approves an extension that they asked for. Select who asked, or let somebody else approve"]
    if due_at <= max(row.due_at, clock.now()):
        wrong["due_at"] = ["The new date must be later than the present one, and in the future"]
    if not reason.strip():
        wrong["reason"] = ["Enter why more time is needed"]
    if wrong:
        raise Invalid(wrong)
    before = _dues(review)
    event = ReviewClockEvent(what=Happened.EXTENDED, at=clock.now(), kind=row.kind, due_at=due_at, reason=reason,
                             by_id=actor.person_id, asked_by_id=asked_by)
    review.clock_events.append(event)
    set_clocks(session, review)
    was, now = _moved(before, _dues(review))
    save(session, actor, review, "extend clock", was, {**now, "person": asked_by, "reason": reason})
    return review


def _running(session: Session, actor: Actor, ref: str, version: int | None, verb: str) -> Review:
    """The review, locked, with clocks that can still be missed."""
    review = find(session, actor, ref)
    require_on(session, actor, verb, review.record)
    lock(session, review.record)
    session.refresh(review, ["state", "clocks", "clock_events"])
    expect(session, review, version, {}, {})
    if review.state not in RUNNING:
        raise Refused([Obstacle(f"The clocks of {ref} no longer run.", "clocks")])
    if not review.clocks:
        raise Refused([Obstacle("No clock has started yet.", "times")])
    return review


def _extendable(review: Review, kind: str) -> ReviewClock:
    row = next((c for c in review.clocks if c.kind.value == kind and c.kind in EXTENDABLE), None)
    if row is None:
        raise Invalid({"kind": ["Select which clock"]})
    if row.met_at is not None:
        raise Refused([Obstacle(f"“{NAMES[kind]}” is met already.", "clocks")])
    return row


def _add(session: Session, review: Review, actor: Actor, what: Happened, reason: str) -> None:
    review.clock_events.append(ReviewClockEvent(what=what, at=clock.now(), reason=reason, by_id=actor.person_id))
    set_clocks(session, review)


def _said(reason: str, else_say: str) -> str:
    if not reason.strip():
        raise Invalid({"reason": [else_say]})
    return reason.strip()


def _dues(review: Review) -> dict[str, datetime]:
    return {f"{NAMES[c.kind.value].lower()} due": c.due_at for c in review.clocks}


def _moved(before: dict[str, datetime], after: dict[str, datetime]) -> tuple[dict[str, datetime], dict[str, datetime]]:
    differs = [name for name in after if before.get(name) != after[name]]
    return {name: before[name] for name in differs}, {name: after[name] for name in differs}
