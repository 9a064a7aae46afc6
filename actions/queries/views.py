"""The views of the register that a person keeps."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import SavedView
from kernel.permission import Actor


def views_of(session: Session, actor: Actor) -> list[SavedView]:
    return list(session.scalars(sa.select(SavedView).where(SavedView.person_id == actor.person_id).order_by(SavedView.name)))
