"""Chat channels: whose there are, and the address of one for whoever sends."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.config import Settings
from kernel.db import Database
from kernel.outbox import Message
from kernel.sealed import Unreadable, unseal
from organisation.models import ChatChannel, Person, Team

PURPOSE = "chat channel"
TEST = "channel test"  # the kind of message that the test button sends


def address_of(database: Database, settings: Settings, number: str) -> str | None:
    """The secret address; None when the channel is gone or was sealed under another key."""
    with database.unit_of_work(write=False) as session:
        channel = session.get(ChatChannel, int(number))
    try:
        return unseal(settings.secret_key, PURPOSE, channel.sealed) if channel else None
    except Unreadable:
        return None


def channel_of(session: Session, owner: Person | Team) -> ChatChannel | None:
    column = ChatChannel.person_id if isinstance(owner, Person) else ChatChannel.team_id
    return session.scalar(sa.select(ChatChannel).where(column == owner.id))


def last_test(session: Session, channel: ChatChannel) -> Message | None:
    """The newest message of the test button since the address was last changed."""
    return session.scalar(
        sa.select(Message)
        .where(Message.kind == TEST, Message.address == str(channel.id), Message.created_at >= channel.changed_at)
        .order_by(Message.id.desc()).limit(1)
    )  # fmt: skip
