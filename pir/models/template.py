"""Templates of reviews as versioned rows; a change is a new version, and reviews keep theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class ReviewTemplate(Base):
    """One version of one template. ``key`` is what a policy names: short, full, near_miss, exercise."""

    __tablename__ = "review_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(80))
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.UniqueConstraint("key", "version"),
        sa.CheckConstraint("length(trim(name)) > 0", name="name"),
    )
