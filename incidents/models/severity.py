"""How the severity of an incident changed while it lasted: one row for each change that an import or a person told."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from incidents.models.incident import Source
from kernel.db import Base, enum_column


class SeverityChange(Base):
    """``was`` is None where the source gave none before. Never changed; a correction is one more row."""

    __tablename__ = "severity_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(sa.ForeignKey("incident.id"), index=True)
    was: Mapped[int | None]
    becomes: Mapped[int]
    at: Mapped[datetime]
    source: Mapped[Source] = mapped_column(enum_column(Source, "source"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.CheckConstraint("was BETWEEN 1 AND 4", name="was"),
        sa.CheckConstraint("becomes BETWEEN 1 AND 4", name="becomes"),
        sa.CheckConstraint("was IS NULL OR was <> becomes", name="differs"),
    )
