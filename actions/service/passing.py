"""Actions of somebody who has left, given to another owner."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.rules.lifecycle import OPEN
from actions.service.owner import asked_anew, hand_over
from kernel import audit
from kernel.edit import changes
from kernel.permission import Actor, visible
from kernel.record import Record, lock, touch
from organisation.retention import Belonging, Holdings


def held(session: Session, actor: Actor, person_id: int) -> list[Belonging]:
    """Actions that the person still has to do something about."""
    mine = sa.select(Action).join(Record, Record.id == Action.id).where(
        Action.owner_id == person_id, Action.state.in_(OPEN), visible(actor)
    )  # fmt: skip
    return [
        Belonging(f"action:{a.record.ref}", "Action owner", f"{a.record.ref} {a.record.title}", f"/actions/{a.record.ref}")
        for a in session.scalars(mine.order_by(Action.due, Action.id))
    ]


def pass_on(session: Session, actor: Actor, keys: Sequence[str], from_id: int, to_id: int) -> None:
    """The new owner has not accepted yet. The caller has checked its own verb."""
    for key in keys:
        ref = key.partition(":")[2]
        action = session.scalars(
            sa.select(Action).join(Record, Record.id == Action.id).where(Record.ref == ref, Action.owner_id == from_id, visible(actor))
        ).one()
        lock(session, action.record)
        hand_over(session, action.id, to_id)
        before, after = changes(action, {"owner_id": to_id, **asked_anew(action)})
        touch(action.record, actor.person_id)
        session.flush()
        audit.note(session, actor, "edit action", record_id=action.id, before=before, after=after)


HOLDINGS = Holdings("action", held, pass_on)
