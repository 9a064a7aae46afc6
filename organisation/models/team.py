"""Teams: who looks after services together."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Base


class Team(Base):
    """The lead need not be a member. A team that was dissolved keeps its history and is offered nowhere."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    description: Mapped[str] = mapped_column(sa.String(2000), default="")
    retired_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    members: Mapped[list[TeamMember]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (sa.CheckConstraint("length(trim(name)) > 0", name="name"),)
    __mapper_args__ = {"version_id_col": version}


class TeamMember(Base):
    __tablename__ = "team_member"

    team_id: Mapped[int] = mapped_column(sa.ForeignKey("team.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True)
