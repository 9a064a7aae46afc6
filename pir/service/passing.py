"""Parts in reviews that are not finished, of somebody who has left, given to another."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.permission import Actor, visible
from kernel.record import Part, Participation, Record, lock, touch
from organisation.retention import Belonging, Holdings
from pir.models import Review
from pir.rules.lifecycle import ReviewState

UNFINISHED = (ReviewState.DRAFT, ReviewState.IN_REVIEW, ReviewState.APPROVED)
#: Parts with something to do; who only took part stays as they were.
WORDS = {Part.FACILITATOR: "Facilitator", Part.SCRIBE: "Scribe", Part.APPROVER: "Approver", Part.SERVICE_OWNER: "Service owner"}


def held(session: Session, actor: Actor, person_id: int) -> list[Belonging]:
    """The person's parts in reviews that are still being worked on."""
    rows = session.execute(
        sa.select(Record, Participation.part)
        .join(Review, Review.id == Record.id)
        .join(Participation, Participation.record_id == Record.id)
        .where(Participation.person_id == person_id, Participation.part.in_(WORDS), Review.state.in_(UNFINISHED), visible(actor))
        .order_by(Record.id, Participation.part)
    )
    return [
        Belonging(f"review:{record.ref}:{part.value}", f"{WORDS[part]} of a review", f"{record.ref} {record.title}", f"/reviews/{record.ref}")
        for record, part in rows
    ]


def pass_on(session: Session, actor: Actor, keys: Sequence[str], from_id: int, to_id: int) -> None:
    """The other person takes the part; one that they have already is not given twice. The caller has checked its own verb."""
    for key in keys:
        _, ref, part = key.split(":")
        record = session.scalars(sa.select(Record).where(Record.ref == ref, visible(actor))).one()
        lock(session, record)
        mine = session.scalars(_part(record.id, from_id, Part(part))).one()
        if session.scalar(_part(record.id, to_id, Part(part))):
            session.delete(mine)
        else:
            mine.person_id = to_id
        touch(record, actor.person_id)
        session.flush()
        audit.note(session, actor, "set people", record_id=record.id, before={"people": [from_id]}, after={"people": [to_id], "parts": [part]})


def _part(record_id: int, person_id: int, part: Part) -> sa.Select[Participation]:
    return sa.select(Participation).where(
        Participation.record_id == record_id, Participation.person_id == person_id, Participation.part == part
    )


HOLDINGS = Holdings("review", held, pass_on)
