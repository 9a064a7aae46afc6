"""People. A person needs no account: name and mail are enough to own an action (decision 23)."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel import clock
from kernel.db import Base, enum_column
from kernel.permission import Role


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    zone: Mapped[str] = mapped_column(sa.String(64), default="UTC")
    left_on: Mapped[date | None]
    anonymised_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    roles: Mapped[list[PersonRole]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (
        sa.CheckConstraint("length(trim(name)) > 0", name="name"),
        sa.CheckConstraint("email = lower(email)", name="email_lower"),
    )

    @property
    def is_active(self) -> bool:
        return self.left_on is None


class PersonRole(Base):
    """One role of one person; for a service owner, of one service (none = of every service)."""

    __tablename__ = "person_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(enum_column(Role, "role"))
    service_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service.id"))

    __table_args__ = (
        sa.Index("uq_person_role_everywhere", "person_id", "role", unique=True,
                 sqlite_where=sa.text("service_id IS NULL"), postgresql_where=sa.text("service_id IS NULL")),
        sa.UniqueConstraint("person_id", "role", "service_id"),
    )


class Deputy(Base):
    """Who answers for a person from one day to another, both included."""

    __tablename__ = "deputy"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="order"),
        sa.CheckConstraint("person_id <> deputy_id", name="not_oneself"),
    )
