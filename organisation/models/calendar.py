"""Calendars: when a place works. Clocks in working time and service targets name one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base


class Calendar(Base):
    """``week`` is [opens, closes] in minutes or None, Monday first; ``days`` are {"day", "worked", "name"}, by day."""

    __tablename__ = "calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    zone: Mapped[str] = mapped_column(sa.String(64))
    week: Mapped[list[Any]] = mapped_column(sa.JSON)
    country: Mapped[str | None] = mapped_column(sa.String(2))
    region: Mapped[str | None] = mapped_column(sa.String(40))
    days: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.CheckConstraint("length(trim(name)) > 0", name="name"),
        sa.CheckConstraint("region IS NULL OR country IS NOT NULL", name="region"),
    )
    __mapper_args__ = {"version_id_col": version}
