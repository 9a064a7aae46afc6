"""Timeline entries. One belongs to an incident or to a review, so that evidence can arrive before the review."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from incidents.models.incident import Precision
from kernel import clock
from kernel.db import Base, enum_column
from kernel.evidence import Evidence


class Phase(StrEnum):
    """Phases of an incident, in order."""

    LATENT = "latent"
    UNDETECTED = "undetected"
    DIAGNOSIS = "diagnosis"
    MITIGATION = "mitigation"
    RECOVERY = "recovery"
    AFTER = "after"


class EntryKind(StrEnum):
    EVENT = "event"
    OBSERVATION = "observation"
    DECISION = "decision"
    CHANGE = "change"
    COMMUNICATION = "communication"
    GAP = "gap"  # explains a stretch without entries; ``until`` is its end


class UpdateKind(StrEnum):
    """What a stakeholder update was."""

    INITIAL = "initial"
    STATUS = "status"
    ALL_CLEAR = "all_clear"


class Audience(StrEnum):
    """Who a stakeholder update was for."""

    CUSTOMERS = "customers"
    INTERNAL = "internal"
    EXECUTIVES = "executives"
    REGULATOR = "regulator"
    SUPPLIER = "supplier"
    PARTNERS = "partners"


class TimelineEntry(Base):
    """``phase`` is set only where a person overrides what the milestones say.

    ``update_kind``, ``audience`` and ``channel`` are of communications only; one without an ``update_kind`` is no update to
    stakeholders, and does not count in their cadence.
    """

    __tablename__ = "timeline_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    precision: Mapped[Precision] = mapped_column(enum_column(Precision, "precision"), default=Precision.EXACT)
    zone: Mapped[str] = mapped_column(sa.String(64))
    typed: Mapped[str] = mapped_column(sa.String(60), default="")
    kind: Mapped[EntryKind] = mapped_column(enum_column(EntryKind, "kind"), default=EntryKind.EVENT)
    phase: Mapped[Phase | None] = mapped_column(enum_column(Phase, "phase"))
    text: Mapped[str] = mapped_column(sa.String(2000))
    actor: Mapped[str] = mapped_column(sa.String(120), default="")
    is_key: Mapped[bool] = mapped_column(default=False)
    update_kind: Mapped[UpdateKind | None] = mapped_column(enum_column(UpdateKind, "update_kind"))
    audience: Mapped[Audience | None] = mapped_column(enum_column(Audience, "audience"))
    channel: Mapped[str] = mapped_column(sa.String(60), default="")
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    evidence: Mapped[list[Evidence]] = relationship(
        secondary="entry_evidence", lazy="selectin", order_by=Evidence.number
    )

    __table_args__ = (
        sa.Index("ix_timeline_entry_record_id_at", "record_id", "at"),
        sa.CheckConstraint("until IS NULL OR until >= at", name="order"),
        sa.CheckConstraint("length(trim(text)) > 0", name="text"),
        sa.CheckConstraint("precision <> 'unknown'", name="known"),
        sa.CheckConstraint("kind = 'communication' OR (update_kind IS NULL AND audience IS NULL AND channel = '')", name="update"),
    )
    __mapper_args__ = {"version_id_col": version}


class EntryEvidence(Base):
    __tablename__ = "entry_evidence"

    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("timeline_entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    evidence_id: Mapped[int] = mapped_column(
        sa.ForeignKey("evidence.id"), primary_key=True, autoincrement=False, index=True
    )
