"""Changing what was agreed, as long as it is still to be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from actions.events import ActionChanged
from actions.models import Action
from actions.queries.action import find
from actions.rules.lifecycle import OPEN
from actions.rules.words import word_of
from actions.service import factors as factor_rows
from actions.service.owner import asked_anew, hand_over, owner_id_of, says_owner
from actions.service.stale import expect
from actions.service.values import columns, require_future
from kernel import audit, event
from kernel.edit import changes
from kernel.errors import Forbidden, Invalid, Obstacle, Refused
from kernel.permission import Actor, may, parts_of
from kernel.record import lock, touch

EDIT = "edit an action"


def open_for_change(session: Session, actor: Actor, ref: str, *verbs: str) -> Action:
    """The action, locked and read anew, when the actor holds one of the verbs and it is still to be done."""
    action = find(session, actor, ref)
    require_one(session, actor, action, *verbs)
    lock(session, action.record)
    session.refresh(action)
    if action.state not in OPEN:
        word = word_of(action.state).lower()
        raise Refused([Obstacle(f"{ref} is {word}. What was agreed stays as it is.", ref)])
    return action


def require_one(session: Session, actor: Actor, action: Action, *verbs: str) -> None:
    """Any of the verbs is enough; the refusal names the first."""
    parts = parts_of(session, actor, action.record)
    if not any(may(actor, verb, parts) for verb in verbs):
        raise Forbidden(verbs[0])


def edit_action(
    session: Session, actor: Actor, ref: str, version: int | None, fields: Mapping[str, Any]
) -> Action:
    """Write the given fields; an absent one stays. ``version`` is the record's version that the person had read.

    The due date can be given once here; later dates are moves with a reason. A new owner has not accepted yet.
    """
    action = open_for_change(session, actor, ref, EDIT)
    expect(session, action, version, fields)
    values = columns(fields)
    if "title" in fields and not fields["title"]:
        raise Invalid({"title": ["Enter what will be done, starting with a verb"]})
    state = action.state
    before, after = _title(action, fields)
    for found in (_due(session, action, fields), _owner(session, actor, action, fields), changes(action, values)):
        before |= found[0]
        after |= found[1]
    if "factors" in fields:
        wanted = factor_rows.resolve(session, actor, action.source_id, fields["factors"])
        held, now = factor_rows.replace(action, wanted)
        if held != now:
            before["factors"], after["factors"] = held, now
    if not after:
        return action
    touch(action.record, actor.person_id)
    session.flush()
    audit.note(session, actor, "edit action", record_id=action.id, before=before, after=after)
    event.announce(session, actor, ActionChanged(action.id, action.source_id, "edit", state, action.state))
    return action


def _title(action: Action, fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return changes(action.record, {"title": fields["title"]}) if "title" in fields else ({}, {})


def _due(session: Session, action: Action, fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first date. It is kept for ever, so it cannot be written over here."""
    due = fields.get("due")
    if "due" not in fields or due == action.due:
        return {}, {}
    if action.due is not None:
        raise Invalid({"due": ["The first date is kept. Move the due date, with a reason"]})
    require_future(session, due, "due", "Due date must be in the future")
    return changes(action, {"due": due, "original_due": due})


def _owner(
    session: Session, actor: Actor, action: Action, fields: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    if not says_owner(fields):
        return {}, {}
    owner_id = owner_id_of(session, actor, fields)
    if owner_id == action.owner_id:
        return {}, {}
    hand_over(session, action.id, owner_id)
    return changes(action, {"owner_id": owner_id, **asked_anew(action)})
