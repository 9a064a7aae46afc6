"""Service level targets as data: one whole table for each version, in force from its start."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel import clock
from kernel.db import Base, enum_column
from organisation.rules.targets import CountedIn


class TargetTable(Base):
    """Never edited: a change is a new version, so that an incident keeps the target of its time."""

    __tablename__ = "target_table"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    rows: Mapped[list[Target]] = relationship(lazy="selectin", cascade="all, delete-orphan", order_by="Target.id")


class Target(Base):
    """For one severity: of one service, of every service of a tier, or of all. Minutes counted in ``hours``."""

    __tablename__ = "target"

    id: Mapped[int] = mapped_column(primary_key=True)
    table_id: Mapped[int] = mapped_column(sa.ForeignKey("target_table.id"), index=True)
    severity: Mapped[int]
    service_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service.id"))
    tier: Mapped[int | None]
    hours: Mapped[CountedIn] = mapped_column(enum_column(CountedIn, "hours"))
    response_minutes: Mapped[int | None]
    restore_minutes: Mapped[int | None]

    __table_args__ = (
        sa.CheckConstraint("severity BETWEEN 1 AND 4", name="severity"),
        sa.CheckConstraint("tier BETWEEN 1 AND 4", name="tier"),
        sa.CheckConstraint("service_id IS NULL OR tier IS NULL", name="one_scope"),
        sa.CheckConstraint("response_minutes > 0 AND restore_minutes > 0", name="positive"),
        sa.CheckConstraint("response_minutes IS NOT NULL OR restore_minutes IS NOT NULL", name="says_something"),
    )
