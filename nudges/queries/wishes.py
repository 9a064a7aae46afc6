"""How a person wants to be reminded, and what they were told lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.outbox import Message, State
from kernel.permission import Actor, visible
from kernel.record import Record
from kernel.ref import RecordKind
from nudges.models import Nudge, NudgeWishes
from nudges.rules.words import SAYS
from organisation.models import ChatChannel

NEWEST = 50


def wishes_of(session: Session, person_id: int) -> NudgeWishes:
    """The person's row, or one with the shipped values that is not stored."""
    return session.get(NudgeWishes, person_id) or shipped(person_id)


def shipped(person_id: int) -> NudgeWishes:
    columns = NudgeWishes.__table__.c
    usual = {c.name: c.default.arg for c in columns if c.default is not None and c.default.is_scalar}
    return NudgeWishes(person_id=person_id, **usual)


def has_chat(session: Session, actor: Actor) -> bool:
    return session.scalar(sa.select(ChatChannel.id).where(ChatChannel.person_id == actor.person_id)) is not None


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    kind: RecordKind
    ref: str
    title: str
    word: str
    state: State | None


def told_to(session: Session, actor: Actor) -> list[Told]:
    """The newest reminders of a person, of records that exist for them; one statement."""
    rows = session.execute(
        sa.select(Nudge.decided_at, Record.kind, Record.ref, Record.title, Nudge.says, Message.state)
        .join(Record, Record.id == Nudge.item_id)
        .outerjoin(Message, Message.id == Nudge.message_id)
        .where(Nudge.recipient_id == actor.person_id, visible(actor))
        .order_by(Nudge.decided_at.desc(), Nudge.id.desc())
        .limit(NEWEST)
    )
    return [Told(at, kind, ref, title, SAYS[says].word, state) for at, kind, ref, title, says, state in rows]
