"""“Not mine”: the action stays with its owner on paper, and the facilitator is asked until somebody settles it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from actions.events import ActionChanged
from actions.models import Action
from actions.rules.lifecycle import ANSWER
from actions.service.edit import EDIT, open_for_change
from actions.service.owner import settle
from kernel import audit, clock, event
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor
from kernel.record import touch
from organisation.models import Person

DISPUTED = "This owner has said already that it is not theirs."


def dispute_owner(session: Session, actor: Actor, ref: str, *, reason: str = "", suggested_owner: int | None = None) -> Action:
    """Say that the action is somebody else's; ``suggested_owner`` is a person, None for "I do not know"."""
    action = open_for_change(session, actor, ref, ANSWER)
    if action.owner_id is None:
        raise Refused([Obstacle("This action has no owner yet.", "edit#owner")])
    if action.disputed_at is not None:
        raise Refused([Obstacle(DISPUTED)])
    if suggested_owner is not None:
        person = session.get(Person, suggested_owner)
        if person is None or not person.is_active or person.id == action.owner_id:
            raise Invalid({"suggested_owner": ["Select who should own this, or “I do not know”"]})
    action.disputed_at, action.dispute_reason, action.suggested_owner_id = clock.now(), reason.strip(), suggested_owner
    return _told(session, actor, action, "dispute_owner", {"reason": reason.strip(), "suggested_owner_id": suggested_owner})


def keep_owner(session: Session, actor: Actor, ref: str, *, reason: str) -> Action:
    """Settle it the other way: it stays with its owner, for a reason."""
    action = open_for_change(session, actor, ref, EDIT)
    if action.disputed_at is None:
        raise Refused([Obstacle("Nobody disputes who owns this action.")])
    if not reason.strip():
        raise Invalid({"reason": ["Enter why it stays with this owner"]})
    settle(action)
    return _told(session, actor, action, "keep_owner", {"reason": reason.strip()})


def _told(session: Session, actor: Actor, action: Action, change: str, said: dict[str, object]) -> Action:
    touch(action.record, actor.person_id)
    session.flush()
    audit.note(session, actor, f"{change.replace('_', ' ')} action", record_id=action.id, after={k: v for k, v in said.items() if v})
    event.announce(session, actor, ActionChanged(action.id, action.source_id, change, action.state, action.state))
    return action
