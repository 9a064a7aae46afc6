"""What each change to the causes did, row by row, for as long as it can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class CauseChange(Base):
    """One act of one person. ``rows``: ``[[table, key, before, after], …]``; a side is None where there was no row."""

    __tablename__ = "cause_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(sa.ForeignKey("analysis.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    words: Mapped[str] = mapped_column(sa.String(200))
    rows: Mapped[list[list[Any]]] = mapped_column(sa.JSON)

    __table_args__ = (sa.Index("ix_cause_change_analysis_id_person_id", "analysis_id", "person_id"),)
