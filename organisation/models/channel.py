"""Chat channels: where else than by mail a person or a team is told."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base, enum_column
from organisation.rules.channel import ChatKind


class ChatChannel(Base):
    """One for a person or a team. Its address lets everybody who has it write into the chat, so it is a secret.

    ``sealed`` is the address under the installation's secret key; ``masked`` is all of it that is ever shown again.
    """

    __tablename__ = "chat_channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("team.id"), unique=True)
    kind: Mapped[ChatKind] = mapped_column(enum_column(ChatKind, "kind"))
    sealed: Mapped[str]
    masked: Mapped[str] = mapped_column(sa.String(120))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    __table_args__ = (sa.CheckConstraint("(person_id IS NULL) <> (team_id IS NULL)", name="one_owner"),)
