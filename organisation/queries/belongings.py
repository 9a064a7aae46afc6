"""What a person still holds, of every kind."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel.permission import Actor
from organisation.retention import HOLDINGS, Belonging


def belongings(session: Session, actor: Actor, person_id: int) -> list[Belonging]:
    """In the order of the kinds. What is not open to the actor is not in it."""
    return [one for kind in HOLDINGS for one in kind.held(session, actor, person_id)]
