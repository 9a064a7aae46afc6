"""Proposals to review an incident that somebody declined."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class DeclinedProposal(Base):
    """The rule proposed a review of this incident, and a person said why there is none."""

    __tablename__ = "declined_proposal"

    incident_id: Mapped[int] = mapped_column(sa.ForeignKey("incident.id"), primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(sa.String(1000))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
