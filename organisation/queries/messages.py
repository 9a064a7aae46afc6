"""What waits in the outbox, what failed, and why: for whoever looks after the delivery. Never what a message says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock, leadership
from kernel.outbox import MAIL, TO_SEND, Message, State
from kernel.permission import Actor, require
from organisation.models import ChatChannel, Person

VERB = "look after the delivery"
MOST = 200
#: A message that is due and has not gone out for so long needs an explanation.
SLOW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class MessageLine:
    """``to`` is a mail address, or the masked form of a chat channel."""

    id: int
    kind: str
    state: State
    name: str | None
    person_id: int | None
    to: str
    created_at: datetime
    not_before: datetime
    attempts: int
    doubts: int
    bounced: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """``overdue``: messages that should have gone out minutes ago. ``silent_for`` None: no scheduler was ever there."""

    counts: dict[State, int]
    overdue: int
    silent_for: timedelta | None

    @property
    def has_scheduler(self) -> bool:
        return self.silent_for is not None and self.silent_for <= 2 * leadership.LEASE


def delivery(session: Session, actor: Actor) -> Delivery:
    require(actor, VERB)
    counts = sa.select(Message.state, sa.func.count().label("many")).group_by(Message.state)
    late = sa.select(sa.func.count()).select_from(Message).where(Message.state.in_(TO_SEND), Message.not_before < clock.now() - SLOW)
    return Delivery({row.state: row.many for row in session.execute(counts)}, session.scalar(late) or 0, leadership.age(session))


def message_lines(session: Session, actor: Actor, state: State) -> list[MessageLine]:
    """The newest of this state, at most 200."""
    require(actor, VERB)
    rows = session.execute(
        sa.select(Message, Person.name, ChatChannel.masked)
        .outerjoin(Person, Person.id == Message.recipient_id)
        .outerjoin(ChatChannel, sa.and_(Message.channel != MAIL, sa.cast(ChatChannel.id, sa.String) == Message.address))
        .where(Message.state == state).order_by(Message.id.desc()).limit(MOST)
    )  # fmt: skip
    return [_line(message, name, masked) for message, name, masked in rows]


def _line(message: Message, name: str | None, masked: str | None) -> MessageLine:
    to = message.address if message.channel == MAIL else masked or "a chat channel that was removed"
    return MessageLine(
        message.id, message.kind, message.state, name, message.recipient_id, to, message.created_at, message.not_before, message.attempts,
        message.doubt_count, message.bounced, message.last_error,
    )  # fmt: skip


def failed_count(session: Session) -> int:
    """Messages that somebody has to look at."""
    return session.scalar(sa.select(sa.func.count()).select_from(Message).where(Message.state == State.FAILED)) or 0
