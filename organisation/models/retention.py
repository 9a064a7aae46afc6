"""How long records are kept, and which of them are due to go."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class RetentionPeriod(Base):
    """Years after which records of a kind (``organisation.retention.KINDS``) may go; a kind without a row is kept for ever."""

    __tablename__ = "retention_period"

    kind: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    years: Mapped[int]

    __table_args__ = (sa.CheckConstraint("years BETWEEN 1 AND 100", name="years"),)


class DueForDeletion(Base):
    """A record that the daily search found past its period. It goes when a person says so, and not before."""

    __tablename__ = "due_for_deletion"

    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(sa.String(40))
    ended_on: Mapped[date]
    due_on: Mapped[date]
    found_at: Mapped[datetime] = mapped_column(default=clock.now)
