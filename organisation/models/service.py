"""Services that incidents are about, as the catalogue knows them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base


class Service(Base):
    """``tier`` says how critical a service is, 1 most (``organisation.rules.catalogue.TIERS``); None while nobody has said.

    ``calendar_id`` names its support hours; None: the organisation's. A retired service keeps its history and is offered nowhere.
    """

    __tablename__ = "service"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("team.id"), index=True)
    calendar_id: Mapped[int | None] = mapped_column(sa.ForeignKey("calendar.id"))
    business_unit: Mapped[str] = mapped_column(sa.String(120), default="")
    tier: Mapped[int | None]
    description: Mapped[str] = mapped_column(sa.String(2000), default="")
    retired_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.CheckConstraint("length(trim(name)) > 0", name="name"),
        sa.CheckConstraint("tier BETWEEN 1 AND 4", name="tier"),
    )
    __mapper_args__ = {"version_id_col": version}
