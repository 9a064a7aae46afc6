"""Filters of the register that a person keeps under a name."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import SavedView
from kernel import audit
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.permission import Actor

MOST = 20


def keep_view(session: Session, actor: Actor, name: str, query: str) -> SavedView:
    """Under a name that is there already, the filter is written over."""
    if actor.person_id is None:
        raise Forbidden("keep a view")
    held = session.scalar(sa.select(SavedView).where(SavedView.person_id == actor.person_id, SavedView.name == name))
    count = session.scalar(sa.select(sa.func.count()).select_from(SavedView).where(SavedView.person_id == actor.person_id)) or 0
    if held is None and count >= MOST:
        raise Invalid({"name": [f"You keep {MOST} views already. Let one go first"]})
    view = held or SavedView(person_id=actor.person_id, name=name)
    view.query = query
    session.add(view)
    session.flush()
    audit.note(session, actor, "keep view", after={"name": name, "query": query})
    return view


def drop_view(session: Session, actor: Actor, view_id: int) -> SavedView:
    """One's own; another's is not there."""
    view = session.get(SavedView, view_id)
    if view is None or view.person_id != actor.person_id:
        raise NotFound("view")
    session.delete(view)
    session.flush()
    audit.note(session, actor, "drop view", before={"name": view.name})
    return view
