"""Writing down a new action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from actions.events import ActionChanged
from actions.models import Action, Kind
from actions.rules.lifecycle import ActionState
from actions.service import factors as factor_rows
from actions.service.owner import hand_over, owner_id_of
from actions.service.values import columns, require_future
from kernel import audit, clock, event
from kernel.errors import Invalid, NotFound
from kernel.permission import Actor, find_record, require_on
from kernel.record import Record, next_ref
from kernel.ref import RecordKind

#: Records that actions come from. Near misses and exercises are reviews (decision 3).
SOURCES = frozenset({RecordKind.REVIEW, RecordKind.PROBLEM})


def source_of(session: Session, actor: Actor, ref: str) -> Record:
    """The record that a new action comes from, when the actor may add one to it."""
    record = find_record(session, actor, ref, "review")
    if record.kind not in SOURCES:
        raise NotFound("review")
    require_on(session, actor, "add an action", record)
    return record


def add_action(session: Session, actor: Actor, source_ref: str, fields: Mapping[str, Any]) -> Action:
    """A proposed action of ``source_ref`` from the loaded ``ActionFields``; needs a title, all else may come later.

    Scope and guard are those of the source, so a restricted review has restricted actions (decision 24).
    """
    source = source_of(session, actor, source_ref)
    values = {"kind": Kind.PREVENT, **columns(fields)}
    if not fields.get("title"):
        raise Invalid({"title": ["Enter what will be done, starting with a verb"]})
    due = fields.get("due")
    require_future(session, due, "due", "Due date must be in the future")
    wanted = factor_rows.resolve(session, actor, source.id, fields.get("factors") or ())
    owner_id = owner_id_of(session, actor, fields)
    record = Record(
        kind=RecordKind.ACTION, ref=next_ref(session, RecordKind.ACTION), title=fields["title"], scope=source.scope,
        guard_id=source.guard_id or source.id, changed_by_id=actor.person_id,
    )
    action = Action(
        record=record, source_id=source.id, state=ActionState.PROPOSED, owner_id=owner_id,
        asked_at=clock.now() if owner_id else None, due=due, original_due=due,
        created_by_id=actor.person_id, **values,
    )
    session.add(action)
    session.flush()
    factor_rows.replace(action, wanted)
    hand_over(session, action.id, owner_id)
    session.flush()
    said = {"ref": record.ref, "title": record.title, "source": source.id, "owner_id": owner_id, "due": due}
    audit.note(session, actor, "add action", record_id=action.id, after={k: v for k, v in said.items() if v})
    event.announce(session, actor, ActionChanged(action.id, source.id, "add", None, action.state))
    return action
