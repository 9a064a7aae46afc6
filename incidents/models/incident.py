"""Incidents as other tools know them, or as a person typed them; their times belong to them (decision 22)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Base, enum_column
from kernel.record import Record


class Moment(StrEnum):
    """The seven timestamps, in the order in which they can happen."""

    OCCURRED = "occurred"
    DETECTED = "detected"
    ACKNOWLEDGED = "acknowledged"
    MITIGATED = "mitigated"
    RESTORED = "restored"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Precision(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Who says so. A person's value wins over a re-import; both are kept and shown."""

    IMPORT = "import"
    PERSON = "person"


class Incident(Base):
    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(sa.String(30))
    severity: Mapped[int | None]
    state: Mapped[str | None] = mapped_column(sa.String(60))
    description: Mapped[str] = mapped_column(default="")
    category: Mapped[str | None] = mapped_column(sa.String(120))
    subcategory: Mapped[str | None] = mapped_column(sa.String(120))
    assignment_group: Mapped[str | None] = mapped_column(sa.String(120))
    contact_type: Mapped[str | None] = mapped_column(sa.String(60))
    caller: Mapped[str | None] = mapped_column(sa.String(120))
    parent_number: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    major_state: Mapped[str | None] = mapped_column(sa.String(40))
    is_major: Mapped[bool | None]
    problem_ref: Mapped[str | None] = mapped_column(sa.String(60))
    change_ref: Mapped[str | None] = mapped_column(sa.String(60))
    caused_by: Mapped[str | None] = mapped_column(sa.String(60))
    made_sla: Mapped[bool | None]
    reopen_count: Mapped[int | None]
    reassignment_count: Mapped[int | None]
    zone: Mapped[str] = mapped_column(sa.String(64), default="UTC")
    opened_at: Mapped[datetime | None] = mapped_column(index=True)
    source_row: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    digest: Mapped[str | None] = mapped_column(sa.String(64))

    record: Mapped[Record] = relationship(lazy="joined", innerjoin=True)
    times: Mapped[list[IncidentTime]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    __table_args__ = (
        sa.CheckConstraint("severity BETWEEN 1 AND 4", name="severity"),
        sa.Index("ix_incident_severity_opened_at", "severity", "opened_at"),
    )


class IncidentTime(Base):
    """One timestamp as one source gives it: the instant, how sure, and what was typed in which zone."""

    __tablename__ = "incident_time"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(sa.ForeignKey("incident.id"))
    moment: Mapped[Moment] = mapped_column(enum_column(Moment, "moment"))
    source: Mapped[Source] = mapped_column(enum_column(Source, "source"))
    at: Mapped[datetime | None]
    precision: Mapped[Precision] = mapped_column(enum_column(Precision, "precision"))
    zone: Mapped[str] = mapped_column(sa.String(64))
    typed: Mapped[str] = mapped_column(sa.String(60), default="")

    __table_args__ = (
        sa.UniqueConstraint("incident_id", "moment", "source"),
        sa.CheckConstraint("(precision = 'unknown') = (at IS NULL)", name="known"),
        sa.Index("ix_incident_time_moment_at", "moment", "at"),
    )


class IncidentService(Base):
    __tablename__ = "incident_service"

    incident_id: Mapped[int] = mapped_column(sa.ForeignKey("incident.id"), primary_key=True, autoincrement=False)
    service_id: Mapped[int] = mapped_column(
        sa.ForeignKey("service.id"), primary_key=True, autoincrement=False, index=True
    )
