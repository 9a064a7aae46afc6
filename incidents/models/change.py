"""The life of an incident as the audit log of its tool tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base


class IncidentChange(Base):
    """One save of the record there. ``values``: what it set, by fact; all tracked ones in the first, those that differ in a later one.

    ``state`` is the state after it. ``at`` is None where ``typed`` is no time.
    """

    __tablename__ = "incident_change"

    incident_id: Mapped[int] = mapped_column(sa.ForeignKey("incident.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime | None]
    typed: Mapped[str] = mapped_column(sa.String(60))
    actor: Mapped[str] = mapped_column(sa.String(120))
    state: Mapped[str | None] = mapped_column(sa.String(60))
    values: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
