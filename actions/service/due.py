"""Another due date. The first one stays on record and counts for "on time" (decision 17)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from actions.events import ActionChanged
from actions.models import Action, DateMove
from actions.service.edit import EDIT, open_for_change
from actions.service.stale import expect
from actions.service.values import require_future
from kernel import audit, clock, event
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import touch

ANSWER = "answer for an action"


def move_due(session: Session, actor: Actor, ref: str, version: int | None, *, due: date, reason: str) -> Action:
    """Move the due date with a reason; ``original_due`` is never touched, each move is a row of its own."""
    action = open_for_change(session, actor, ref, ANSWER, EDIT)
    expect(session, action, version, {"due": due})
    held = action.due
    if held is None:
        raise Invalid({"due": ["This action has no due date yet. Edit the action to give it its first"]})
    if not reason.strip():
        raise Invalid({"reason": ["Enter why you need more time"]})
    if due == held:
        raise Invalid({"due": ["This is the date that it has already"]})
    require_future(session, due, "due", "Enter a date after today")
    action.due_version += 1
    action.due = due
    action.moves.append(
        DateMove(number=action.due_version, from_due=held, to_due=due, reason=reason.strip(),
                 moved_by_id=actor.person_id, moved_at=clock.now())
    )
    touch(action.record, actor.person_id)
    session.flush()
    audit.note(session, actor, "move due date", record_id=action.id, before={"due": held},
               after={"due": due, "reason": reason.strip()})
    event.announce(session, actor, ActionChanged(action.id, action.source_id, "move_due", action.state, action.state))
    return action
