"""Putting a record on legal hold, and releasing it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.errors import Invalid, Obstacle, Refused
from kernel.hold import Hold, open_hold
from kernel.permission import Actor, find_record, require_on
from kernel.record import Record, lock
from organisation.rules.names import one_line

VERB = "hold a record"


def place_hold(session: Session, actor: Actor, ref: str, reason: str) -> Hold:
    """From now on nothing of the record is deleted, and nobody who takes part in it is anonymised.

    Raises ``Invalid`` on ``reason``, ``Refused`` when it is held already.
    """
    record = _record(session, actor, ref)
    text = _reason(reason)
    if open_hold(session, record.id):
        raise Refused([Obstacle(f"{ref} is on hold already.")])
    made = Hold(record_id=record.id, reason=text, by_id=actor.person_id)
    session.add(made)
    session.flush()
    audit.note(session, actor, "place hold", record_id=record.id, after={"reason": text})
    return made


def release_hold(session: Session, actor: Actor, ref: str, reason: str) -> Hold:
    """End the hold, with a reason. The record is kept on until its period is over and somebody deletes it."""
    record = _record(session, actor, ref)
    text = _reason(reason)
    held = open_hold(session, record.id)
    if held is None:
        raise Refused([Obstacle(f"{ref} is not on hold.")])
    held.released_at, held.released_by_id, held.release_reason = clock.now(), actor.person_id, text
    session.flush()
    audit.note(session, actor, "release hold", record_id=record.id, after={"reason": text})
    return held


def _record(session: Session, actor: Actor, ref: str) -> Record:
    """The record, locked: a deletion that runs at the same time waits and sees the hold."""
    record = find_record(session, actor, ref, "record")
    require_on(session, actor, VERB, record)
    lock(session, record)
    return record


def _reason(text: str) -> str:
    clean = one_line(text)
    if not clean:
        raise Invalid({"reason": ["Enter why"]})
    return clean
