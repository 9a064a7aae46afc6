"""The cause graph as rows: one analysis, its three questions, factors, links, gates, evidence (decisions 9-12, 22)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from incidents.models import TimelineEntry
from kernel.db import Base, enum_column
from kernel.evidence import Evidence
from kernel.record import Record
from rca.vocabulary import Confidence, ControlState, FactorRole, Gate, ProbabilityUnit, Question, State, StopReason


class Analysis(Base):
    """Belongs to a review or to a problem: the record it explains."""

    __tablename__ = "analysis"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    focuses: Mapped[list[FocusEvent]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="FocusEvent.id"
    )
    __mapper_args__ = {"version_id_col": version}


class FocusEvent(Base):
    """One of the three questions, with the event that it explains and how that event's causes combine."""

    __tablename__ = "focus_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(sa.ForeignKey("analysis.id"))
    question: Mapped[Question] = mapped_column(enum_column(Question, "question"))
    statement: Mapped[str] = mapped_column(sa.String(200), default="")
    gate: Mapped[Gate] = mapped_column(enum_column(Gate, "gate"), default=Gate.NOT_DECIDED)
    k: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.UniqueConstraint("analysis_id", "question"),
        sa.CheckConstraint("(gate = 'k_of_n') = (k IS NOT NULL)", name="k"),
    )
    __mapper_args__ = {"version_id_col": version}


class Factor(Base):
    """One statement (its record's title) that had to be true. Its gate says how its own causes combine.

    A factor that was taken out keeps its row and its reference (``removed_at``), so that no reference ever means two
    things; one that was merged names the factor that it became (``merged_into_id``).
    ``no_action_reason``: why this root cause is left without a strong action, signed by ``no_action_by_id``.
    """

    __tablename__ = "factor"

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True, autoincrement=False)
    focus_id: Mapped[int] = mapped_column(sa.ForeignKey("focus_event.id"), index=True)
    role: Mapped[FactorRole | None] = mapped_column(enum_column(FactorRole, "role"))
    category: Mapped[str | None] = mapped_column(sa.String(60))
    control: Mapped[str | None] = mapped_column(sa.String(200))
    control_state: Mapped[ControlState | None] = mapped_column(enum_column(ControlState, "control_state"))
    state: Mapped[State] = mapped_column(enum_column(State, "state"), default=State.OCCURRED)
    confidence: Mapped[Confidence] = mapped_column(
        enum_column(Confidence, "confidence"), default=Confidence.SUSPECTED
    )
    stop_reason: Mapped[StopReason | None] = mapped_column(enum_column(StopReason, "stop_reason"))
    stop_owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    cause_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cause.id"), index=True)  # the known cause that it is one of
    classification: Mapped[str | None] = mapped_column(sa.String(120))
    gate: Mapped[Gate] = mapped_column(enum_column(Gate, "gate"), default=Gate.NOT_DECIDED)
    k: Mapped[int | None]
    probability: Mapped[float | None]
    probability_unit: Mapped[ProbabilityUnit | None] = mapped_column(enum_column(ProbabilityUnit, "probability_unit"))
    probability_source: Mapped[str | None] = mapped_column(sa.String(200))
    no_action_reason: Mapped[str | None] = mapped_column(sa.String(300))
    removed_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("factor.id"))
    no_action_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    no_action_at: Mapped[datetime | None]

    record: Mapped[Record] = relationship(lazy="joined", innerjoin=True, foreign_keys=[id])
    #: The record of the known cause as it was pointed to, merged or not; read with the factor, so that it costs no statement.
    known_cause: Mapped[Record | None] = relationship(
        primaryjoin=lambda: Factor.cause_id == Record.id, foreign_keys=[cause_id], viewonly=True, lazy="joined"
    )
    evidence: Mapped[list[FactorEvidence]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    __table_args__ = (
        sa.CheckConstraint("(gate = 'k_of_n') = (k IS NOT NULL)", name="k"),
        sa.CheckConstraint("probability IS NULL OR (probability >= 0 AND probability <= 1)", name="probability"),
        sa.CheckConstraint("probability IS NULL OR probability_source IS NOT NULL", name="probability_has_source"),
        sa.CheckConstraint("merged_into_id IS NULL OR removed_at IS NOT NULL", name="merged_is_removed"),
    )


class CauseLink(Base):
    """A factor as a cause of another factor, or of the focus event itself; the two-way checks stand here (decision 9).

    ``is_condition`` marks the condition of an inhibit gate: at most one of an effect's links.
    """

    __tablename__ = "cause_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    focus_id: Mapped[int] = mapped_column(sa.ForeignKey("focus_event.id"), index=True)
    cause_id: Mapped[int] = mapped_column(sa.ForeignKey("factor.id"), index=True)
    effect_id: Mapped[int | None] = mapped_column(sa.ForeignKey("factor.id"), index=True)  # none = the focus event
    forward: Mapped[str | None] = mapped_column(sa.String(10))
    reverse: Mapped[str | None] = mapped_column(sa.String(10))
    position: Mapped[int] = mapped_column(default=0)
    is_condition: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.Index("uq_cause_link_focus", "focus_id", "cause_id", unique=True,
                 sqlite_where=sa.text("effect_id IS NULL"), postgresql_where=sa.text("effect_id IS NULL")),
        sa.UniqueConstraint("cause_id", "effect_id"),
        sa.CheckConstraint("effect_id IS NULL OR effect_id <> cause_id", name="not_itself"),
        sa.CheckConstraint("forward IN ('yes', 'no', 'unsure')", name="forward"),
        sa.CheckConstraint("reverse IN ('yes', 'no', 'unsure')", name="reverse"),
    )
    __mapper_args__ = {"version_id_col": version}


class FactorEvidence(Base):
    """What a factor rests on, or what speaks against it (``refutes``): a timeline entry, or a piece of evidence; never both."""

    __tablename__ = "factor_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    factor_id: Mapped[int] = mapped_column(sa.ForeignKey("factor.id"))
    entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("timeline_entry.id"), index=True)
    evidence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("evidence.id"), index=True)
    refutes: Mapped[bool] = mapped_column(default=False)

    entry: Mapped[TimelineEntry | None] = relationship(lazy="selectin")
    evidence: Mapped[Evidence | None] = relationship(lazy="selectin")

    __table_args__ = (
        sa.UniqueConstraint("factor_id", "entry_id"),
        sa.UniqueConstraint("factor_id", "evidence_id"),
        sa.CheckConstraint("(entry_id IS NULL) <> (evidence_id IS NULL)", name="one_kind"),
    )
