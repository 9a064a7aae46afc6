"""Editorial corrections of a signed version: what was written, what is read now, why, and by whom."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class Correction(Base):
    """Belongs to the snapshot that was signed, which itself never changes. Corrections are put in by ``number``."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(sa.ForeignKey("snapshot.id"))
    number: Mapped[int]
    part: Mapped[str] = mapped_column(sa.String(20))
    item: Mapped[str] = mapped_column(sa.String(40), default="")
    label: Mapped[str] = mapped_column(sa.String(60))
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str] = mapped_column(sa.String(1000))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        sa.UniqueConstraint("snapshot_id", "number"),
        sa.CheckConstraint("length(trim(reason)) > 0", name="reason"),
        sa.CheckConstraint("length(trim(after)) > 0", name="after"),
    )
