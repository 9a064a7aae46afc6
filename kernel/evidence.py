"""Evidence: what a record rests on. A link, a file by its SHA-256, or a note; numbered E 1, E 2 … within its record."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class Evidence(Base):
    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    number: Mapped[int]
    description: Mapped[str] = mapped_column(sa.String(300))
    url: Mapped[str | None] = mapped_column(sa.String(2000))
    sha256: Mapped[str | None] = mapped_column(sa.String(64))
    media_type: Mapped[str | None] = mapped_column(sa.String(100))
    size: Mapped[int | None]
    captured_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    captured_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (sa.UniqueConstraint("record_id", "number"),)
