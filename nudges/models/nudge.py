"""The ledger: one row for each time that somebody was asked for something (decision 19)."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base, enum_column
from nudges.rules.rung import Audience


class Nudge(Base):
    """Written in one transaction with its message; many rows may share one message. Its unique key is what keeps anybody from
    being asked twice, however many sweep at once.

    ``rung`` is days or hours from the anchor; ``due_version`` is what makes a moved anchor another one; ``local_day`` is the
    recipient's day on which it was decided.
    """

    __tablename__ = "nudge"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    ladder: Mapped[str] = mapped_column(sa.String(40))
    due_version: Mapped[int] = mapped_column(sa.BigInteger)
    rung: Mapped[int]
    recipient_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    audience: Mapped[Audience] = mapped_column(enum_column(Audience, "audience"))
    says: Mapped[str] = mapped_column(sa.String(40))
    local_day: Mapped[date]
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"), index=True)

    __table_args__ = (
        sa.UniqueConstraint("item_id", "ladder", "due_version", "recipient_id", "rung", name="uq_nudge_once"),
        sa.Index("ix_nudge_recipient_id_decided_at", "recipient_id", "decided_at"),
    )
