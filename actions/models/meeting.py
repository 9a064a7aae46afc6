"""A meeting about actions: who held it, who was there, and what was decided about which action."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel import clock
from kernel.db import Base


class Meeting(Base):
    """``is_open`` is true or nothing, and unique: the database itself lets one meeting be open at a time."""

    __tablename__ = "action_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    is_open: Mapped[bool | None] = mapped_column(default=True, unique=True)

    attendees: Mapped[list[Attendee]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    __table_args__ = (
        sa.CheckConstraint("(closed_at IS NULL) = (is_open IS NOT NULL)", name="closed"),
        sa.CheckConstraint("is_open IS NULL OR is_open", name="open_or_nothing"),
    )


class Attendee(Base):
    __tablename__ = "action_meeting_attendee"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("action_meeting.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, autoincrement=False)


class Decided(Base):
    """One decision: a key of ``actions.rules.meeting.CHOICES``, the words that were said, and what changed (``facts``)."""

    __tablename__ = "action_meeting_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("action_meeting.id"), index=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    decision: Mapped[str] = mapped_column(sa.String(40))
    words: Mapped[str] = mapped_column(sa.String(300), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
