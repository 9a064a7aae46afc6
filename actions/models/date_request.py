"""A move of the due date that waits for the problem manager: the third one and every later one (by policy)."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class DateRequest(Base):
    """Asked by whoever wants more time, decided by somebody else; one at a time waits for each action."""

    __tablename__ = "date_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    to_due: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(300))
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    is_accepted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(sa.String(300), default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index("uq_date_request_waiting", "action_id", unique=True, sqlite_where=sa.text("decided_at IS NULL"),
                 postgresql_where=sa.text("decided_at IS NULL")),
        sa.CheckConstraint("(decided_at IS NULL) = (is_accepted IS NULL)", name="decided"),
        sa.CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="second_pair_of_eyes"),
    )
