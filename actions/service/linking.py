"""Two actions that belong together: said on both, and done once."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.queries.action import find
from actions.service.edit import EDIT, require_one
from kernel import audit
from kernel.errors import Invalid, NotFound
from kernel.link import LinkKind, RecordLink
from kernel.permission import Actor
from kernel.record import lock, touch

UNKNOWN = "There is no such action. Enter a reference like ACT-0107"


def link_actions(session: Session, actor: Actor, ref: str, other_ref: str) -> Action:
    """Link an action with another that the actor may know of; linking twice changes nothing."""
    action = find(session, actor, ref)
    require_one(session, actor, action, EDIT)
    try:
        other = find(session, actor, other_ref.strip())
    except NotFound:
        raise Invalid({"other": [UNKNOWN]}) from None
    if other.id == action.id:
        raise Invalid({"other": ["An action cannot be linked with itself"]})
    lock(session, action.record)
    pair = sa.or_(sa.and_(RecordLink.from_id == action.id, RecordLink.to_id == other.id),
                  sa.and_(RecordLink.from_id == other.id, RecordLink.to_id == action.id))
    if session.scalar(sa.select(RecordLink.id).where(pair, RecordLink.kind == LinkKind.RELATES_TO)) is None:
        session.add(RecordLink(from_id=action.id, to_id=other.id, kind=LinkKind.RELATES_TO))
        touch(action.record, actor.person_id)
        session.flush()
        audit.note(session, actor, "link action", record_id=action.id, after={"other": other.record.ref})
    return action
