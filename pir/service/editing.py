"""The common first step of every write to a review: found, allowed, open for change, and locked."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Obstacle, Refused
from kernel.permission import Actor, require_on
from kernel.record import lock
from organisation.models import Person
from pir.models import Review
from pir.queries.review import find
from pir.rules.lifecycle import EDITABLE

EDIT = "edit a review"
CONTRIBUTE = "contribute to a review"


def open_for_change(session: Session, actor: Actor, ref: str, verb: str = EDIT) -> Review:
    """The review, locked, when ``actor`` may do ``verb`` and its content may be changed in its state."""
    review = find(session, actor, ref)
    require_on(session, actor, verb, review.record)
    lock(session, review.record)
    session.refresh(review, ["state"])
    if review.state not in EDITABLE:
        state = review.state.value.replace("_", " ")
        raise Refused([Obstacle(f"{ref} is {state}. Take it back to draft or amend it before you change it.", "approval")])
    return review


def name_of(session: Session, person_id: int | None) -> str | None:
    return session.scalar(sa.select(Person.name).where(Person.id == person_id)) if person_id else None
