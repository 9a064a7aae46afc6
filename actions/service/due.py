"""Another due date. The first one stays on record and counts for "on time" (decision 17).

So many moves are the owner's own affair (policy, two as shipped); every later one waits for the problem manager.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from actions import sources
from actions.events import ActionChanged
from actions.models import Action, DateMove, DateRequest
from actions.queries.action import waiting_move
from actions.service.edit import EDIT, open_for_change
from actions.service.stale import expect
from actions.service.values import require_future
from kernel import audit, clock, event
from kernel.errors import Invalid, NotFound, Obstacle, Refused
from kernel.permission import Actor, may, parts_of
from kernel.record import touch

ANSWER = "answer for an action"
DECIDE = "decide a date"


def move_due(session: Session, actor: Actor, ref: str, version: int | None, *, due: date, reason: str) -> Action:
    """Move the due date with a reason, or ask for it where the policy wants somebody else to decide.

    ``original_due`` is never touched, each move is a row of its own.
    """
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
    if must_ask(session, actor, action):
        return _ask(session, actor, action, due, reason.strip())
    _withdraw(session, actor, action)
    return _move(session, actor, action, held, due, reason.strip())


def must_ask(session: Session, actor: Actor, action: Action) -> bool:
    """True when this move has to wait. Whoever decides about moves moves at once, but never an action of their own."""
    may_decide = may(actor, DECIDE, parts_of(session, actor, action.record)) and action.owner_id != actor.person_id
    return not may_decide and len(action.moves) >= sources.expected_of(session, action.source_id).terms.get("moves", 0)


def decide_move(session: Session, actor: Actor, ref: str, *, accept: bool, answer: str = "") -> Action:
    """Let the move that waits happen, or decline it with a reason. Never by whoever asked, nor by the owner."""
    action = open_for_change(session, actor, ref, DECIDE)
    request = waiting_move(session, action.id)
    if request is None:
        raise NotFound("move that waits")
    if actor.person_id is not None and actor.person_id in {request.asked_by_id, action.owner_id}:
        raise Refused([Obstacle("Somebody other than the owner, or whoever asked, decides about this date.")])
    if not accept and not answer.strip():
        raise Invalid({"answer": ["Enter why the date stays"]})
    request.is_accepted, request.answer = accept, answer.strip()
    request.decided_by_id, request.decided_at = actor.person_id, clock.now()
    if accept:
        require_future(session, request.to_due, "answer", "The date that was asked for has passed. Decline it, and ask for a new one")
        return _move(session, actor, action, action.due or request.to_due, request.to_due, request.reason, request.answer)
    return _told(session, actor, action, "decline move", {"due": action.due}, {"due": request.to_due, "reason": request.answer})


def _ask(session: Session, actor: Actor, action: Action, due: date, reason: str) -> Action:
    if waiting_move(session, action.id) is not None:
        raise Refused([Obstacle("A move of this date waits for a decision already.", "decide-date")])
    session.add(DateRequest(action_id=action.id, to_due=due, reason=reason, asked_by_id=actor.person_id))
    return _told(session, actor, action, "ask move", {"due": action.due}, {"due": due, "reason": reason})


def _withdraw(session: Session, actor: Actor, action: Action) -> None:
    """A move by whoever decides answers the one that waits."""
    request = waiting_move(session, action.id)
    if request is not None:
        request.is_accepted, request.answer, request.decided_at = False, "Another date was set", clock.now()
        request.decided_by_id = actor.person_id if actor.person_id != request.asked_by_id else None


def _move(session: Session, actor: Actor, action: Action, held: date, due: date, reason: str, answer: str = "") -> Action:
    action.due_version += 1
    action.due = due
    action.moves.append(
        DateMove(number=action.due_version, from_due=held, to_due=due, reason=reason, moved_by_id=actor.person_id, moved_at=clock.now())
    )
    said = {"due": due, "reason": reason, **({"answer": answer} if answer else {})}
    return _told(session, actor, action, "move due date", {"due": held}, said)


def _told(session: Session, actor: Actor, action: Action, verb: str, before: dict[str, object], after: dict[str, object]) -> Action:
    touch(action.record, actor.person_id)
    session.flush()
    audit.note(session, actor, verb, record_id=action.id, before=before, after=after)
    change = "move_due" if verb == "move due date" else verb.replace(" ", "_")
    event.announce(session, actor, ActionChanged(action.id, action.source_id, change, action.state, action.state))
    return action
