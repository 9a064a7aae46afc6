"""Policies as versioned rows, and the one row of the organisation that says which set it follows (decision 4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base
from organisation.rules.policy import completed


class Policy(Base):
    """One version of a policy set. Never edited: a change is a new version with its own start."""

    __tablename__ = "policy"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(80))
    starts_at: Mapped[datetime]
    written: Mapped[dict[str, Any]] = mapped_column("terms", sa.JSON)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    made_at: Mapped[datetime | None]  # None for a version that was shipped
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (sa.UniqueConstraint("key", "version"),)

    @property
    def terms(self) -> dict[str, Any]:
        """What was written, completed by terms that came later (``organisation.rules.policy.completed``)."""
        return completed(self.key, self.written)

    @terms.setter
    def terms(self, terms: dict[str, Any]) -> None:
        self.written = terms


class Organisation(Base):
    """Exactly one row. ``calendar_id`` is the calendar that counts wherever no other is named."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    name: Mapped[str] = mapped_column(sa.String(120), default="Our organisation")
    zone: Mapped[str] = mapped_column(sa.String(64), default="UTC")
    policy_key: Mapped[str] = mapped_column(sa.String(40), default="small_team")
    calendar_id: Mapped[int | None] = mapped_column(sa.ForeignKey("calendar.id"))

    __table_args__ = (sa.CheckConstraint("id = 1", name="single"),)
