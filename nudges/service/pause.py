"""Peace until a day: put off by the person, or earned by saying that all is on track."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, find_record, require_on
from kernel.record import Record
from nudges.models import Pause, PauseKind
from nudges.queries.plan import ladders_in_force, snooze_days, standing
from nudges.rules.shipped import DUE
from nudges.sources import Due

ANSWER, PUT_OFF = "answer for an action", "put off a reminder"


def snoozable(session: Session, actor: Actor, ref: str) -> Record:
    """The record whose reminder the actor may put off now. Raises ``Refused`` where nothing reminds them of it."""
    record = find_record(session, actor, ref, "action")
    require_on(session, actor, PUT_OFF, record)
    _due(session, actor, record)
    return record


def snooze(session: Session, actor: Actor, ref: str, *, until: date, reason: str) -> Pause:
    """No reminder of the due date before ``until``: once for each version of it, for so many days as the policy allows.

    Only for oneself: others who are asked about it are asked all the same.
    """
    record = snoozable(session, actor, ref)
    due, most, today = _due(session, actor, record), snooze_days(session), _today(actor)
    if not reason.strip():
        raise Invalid({"reason": ["Enter why"]})
    if not today < until <= today + timedelta(days=most):
        raise Invalid({"until": [f"Enter a date after today, at most {most} days from now"]})
    if _held(session, due, actor, PauseKind.SNOOZE):
        raise Refused([Obstacle("You have put this reminder off before. Answer it, or move the date.")])
    return _pause(session, actor, due, PauseKind.SNOOZE, until, reason.strip())


def on_track(session: Session, actor: Actor, ref: str) -> Pause:
    """The answer before the due day is over that all is well: the next reminder comes on that day.

    Saying it twice changes nothing.
    """
    record = find_record(session, actor, ref, "action")
    require_on(session, actor, ANSWER, record)
    due = _due(session, actor, record)
    if isinstance(due.anchor, datetime) or due.anchor < _today(actor):
        raise Invalid({"answer": ["The due date is over. Say that it is done, or when it will be"]})
    held = _held(session, due, actor, PauseKind.ON_TRACK)
    return held or _pause(session, actor, due, PauseKind.ON_TRACK, due.anchor, "")


def undo_on_track(session: Session, actor: Actor, ref: str) -> None:
    """Take the answer back: reminders come as if it had not been given."""
    record = find_record(session, actor, ref, "action")
    require_on(session, actor, ANSWER, record)
    held = _held(session, _due(session, actor, record), actor, PauseKind.ON_TRACK)
    if held is not None:
        session.delete(held)
        session.flush()
        audit.note(session, actor, "take back on track", record_id=record.id)


def _due(session: Session, actor: Actor, record: Record) -> Due:
    """The due date that the person is asked about."""
    now = clock.now()
    for due in standing(session, ladders_in_force(session, now), now, [record.id]):
        if due.ladder == DUE and actor.person_id in due.asked:
            return due
    raise Refused([Obstacle(f"Nothing reminds you of {record.ref} now.")])


def _today(actor: Actor) -> date:
    return clock.now().astimezone(ZoneInfo(actor.zone)).date()


def _held(session: Session, due: Due, actor: Actor, kind: PauseKind) -> Pause | None:
    return session.scalar(
        sa.select(Pause).where(
            Pause.item_id == due.item_id, Pause.ladder == due.ladder, Pause.due_version == due.version,
            Pause.person_id == actor.person_id, Pause.kind == kind,
        )
    )  # fmt: skip


def _pause(session: Session, actor: Actor, due: Due, kind: PauseKind, until: date, reason: str) -> Pause:
    made = Pause(item_id=due.item_id, ladder=due.ladder, due_version=due.version, person_id=actor.person_id, kind=kind,
                 until=until, reason=reason)
    session.add(made)
    session.flush()
    verb = PUT_OFF if kind is PauseKind.SNOOZE else "say on track"
    audit.note(session, actor, verb, record_id=due.item_id, after={"until": until, **({"reason": reason} if reason else {})})
    return made
