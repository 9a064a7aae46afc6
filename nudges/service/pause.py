"""Peace until a day. The caller has checked that the person may answer for the item, and audits with what it does beside it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.errors import Invalid, NotFound
from kernel.permission import Actor
from nudges.models import Pause, PauseKind
from nudges.queries.plan import ladders_in_force, standing
from nudges.rules.shipped import DUE
from nudges.sources import Due
from organisation.queries.policy import policy_in_force


def snooze(session: Session, actor: Actor, item_id: int, *, until: date, reason: str) -> Pause:
    """No reminder of the due date before ``until``: once for each version of it, for so many days as the policy allows.

    Only for oneself: others who are asked about the item are asked all the same. Raises ``Invalid``, and ``NotFound`` where
    nothing asks the person.
    """
    due = _standing(session, actor, item_id)
    most = int(policy_in_force(session).terms["nudges"]["snooze_days"])
    today = clock.now().astimezone(ZoneInfo(actor.zone)).date()
    if not reason.strip():
        raise Invalid({"reason": ["Enter why"]})
    if not today < until <= today + timedelta(days=most):
        raise Invalid({"until": [f"Enter a date after today, at most {most} days from now"]})
    if _held(session, due, actor.person_id or 0, PauseKind.SNOOZE):
        raise Invalid({"until": ["You have put this off before. Answer it, or ask for another date"]})
    return _pause(session, actor, due, PauseKind.SNOOZE, until, reason.strip())


def on_track(session: Session, actor: Actor, item_id: int) -> Pause:
    """The answer before the due day that all is well: the next reminder comes on that day. Saying it twice changes nothing."""
    due = _standing(session, actor, item_id)
    today = clock.now().astimezone(ZoneInfo(actor.zone)).date()
    until = due.anchor
    if not isinstance(until, date) or until < today:
        raise Invalid({"answer": ["The due date is over. Say that it is done, or when it will be"]})
    return _held(session, due, actor.person_id or 0, PauseKind.ON_TRACK) or _pause(
        session, actor, due, PauseKind.ON_TRACK, until, ""
    )


def undo_on_track(session: Session, actor: Actor, item_id: int) -> None:
    """Take the answer back: reminders come as if it had not been given."""
    due = _standing(session, actor, item_id)
    held = _held(session, due, actor.person_id or 0, PauseKind.ON_TRACK)
    if held is not None:
        session.delete(held)
        session.flush()
        audit.note(session, actor, "take back on track", record_id=item_id)


def _standing(session: Session, actor: Actor, item_id: int) -> Due:
    """What asks the person to act by a date."""
    now = clock.now()
    found = [due for due in standing(session, ladders_in_force(session, now), now, [item_id]) if due.ladder == DUE]
    if not found or actor.person_id not in found[0].asked:
        raise NotFound("reminder")
    return found[0]


def _held(session: Session, due: Due, person_id: int, kind: PauseKind) -> Pause | None:
    return session.scalar(
        sa.select(Pause).where(
            Pause.item_id == due.item_id, Pause.ladder == due.ladder, Pause.due_version == due.version,
            Pause.person_id == person_id, Pause.kind == kind,
        )
    )  # fmt: skip


def _pause(session: Session, actor: Actor, due: Due, kind: PauseKind, until: date, reason: str) -> Pause:
    made = Pause(item_id=due.item_id, ladder=due.ladder, due_version=due.version, person_id=actor.person_id, kind=kind,
                 until=until, reason=reason)
    session.add(made)
    session.flush()
    verb = "put off reminder" if kind is PauseKind.SNOOZE else "say on track"
    audit.note(session, actor, verb, record_id=due.item_id, after={"until": until, "reason": reason} if reason else {"until": until})
    return made
