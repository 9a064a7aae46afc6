"""Evidence: what a record rests on. A link, a file by its SHA-256, or a note; numbered E 1, E 2 … within its record."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class Evidence(Base):
    """A piece that was taken out keeps its row and its number, so that no number ever means two things.

    ``captured_by`` is who or what captured it where that was not the person who brought it (``captured_by_id``).
    """

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    number: Mapped[int]
    description: Mapped[str] = mapped_column(sa.String(300))
    url: Mapped[str | None] = mapped_column(sa.String(2000))
    filename: Mapped[str | None] = mapped_column(sa.String(150))
    sha256: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    media_type: Mapped[str | None] = mapped_column(sa.String(100))
    size: Mapped[int | None]
    source: Mapped[str] = mapped_column(sa.String(200), default="")
    captured_by: Mapped[str] = mapped_column(sa.String(120), default="")
    captured_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    captured_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.UniqueConstraint("record_id", "number"),
        sa.UniqueConstraint("record_id", "sha256"),
        sa.CheckConstraint("(sha256 IS NULL) = (filename IS NULL)", name="file"),
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """What a line of text calls it: the link, the file, or the description."""
        return self.url or self.filename or self.description
