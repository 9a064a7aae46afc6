"""Saying that an action brought in from elsewhere is right: its owner by any answer, or whoever runs the review for them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from actions.events import ActionChanged
from actions.models import Action
from actions.rules.lifecycle import ANSWER, EDIT
from actions.service.edit import open_for_change
from kernel import audit, event
from kernel.permission import Actor
from kernel.record import touch

#: Changes that say nothing about whether the owner agrees.
SAYS_NOTHING = frozenset({"bring_in", "add", "edit"})


def confirm_action(session: Session, actor: Actor, ref: str) -> Action:
    """From now on its owner is reminded of it. A second time changes nothing."""
    action = open_for_change(session, actor, ref, ANSWER, EDIT)
    if not action.unconfirmed:
        return action
    action.unconfirmed = False
    touch(action.record, actor.person_id)
    session.flush()
    audit.note(session, actor, "confirm action", record_id=action.id, after={"owner_id": action.owner_id})
    event.announce(session, actor, ActionChanged(action.id, action.source_id, "confirm", action.state, action.state))
    return action


def on_action_changed(session: Session, _actor: Actor, happened: ActionChanged) -> None:
    """Whoever accepts, moves, reports, checks or ends it has seen it: it is confirmed."""
    if happened.change not in SAYS_NOTHING:
        session.get_one(Action, happened.action_id).unconfirmed = False
