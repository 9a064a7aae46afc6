"""The review, its incidents and its clocks (decisions 1-3, 7, 22)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from incidents.models import Incident
from kernel import clock
from kernel.db import Base, enum_column
from kernel.record import Record
from organisation.models import Policy
from pir.models.template import ReviewTemplate
from pir.rules.clock import Happened
from pir.rules.impact import Reportable
from pir.rules.lifecycle import ReviewKind, ReviewState
from pir.rules.marking import Classification
from pir.rules.result import Result


class ClockKind(StrEnum):
    SESSION = "session"
    PRE_READ = "pre_read"
    APPROVAL = "approval"


class Review(Base):
    __tablename__ = "review"

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True, autoincrement=False)
    kind: Mapped[ReviewKind] = mapped_column(enum_column(ReviewKind, "kind"), default=ReviewKind.INCIDENT)
    state: Mapped[ReviewState] = mapped_column(enum_column(ReviewState, "state"), default=ReviewState.DRAFT)
    edition: Mapped[int] = mapped_column(default=1)  # the version n that is signed; record.version guards editing
    severity: Mapped[int]
    classification: Mapped[Classification] = mapped_column(
        enum_column(Classification, "classification"), default=Classification.INTERNAL
    )
    policy_id: Mapped[int] = mapped_column(sa.ForeignKey("policy.id"))
    template_id: Mapped[int] = mapped_column(sa.ForeignKey("review_template.id"))
    zone: Mapped[str] = mapped_column(sa.String(64), default="UTC")
    summary: Mapped[str] = mapped_column(default="")
    trigger: Mapped[str] = mapped_column(default="")
    detection: Mapped[str] = mapped_column(default="")
    response: Mapped[str] = mapped_column(default="")
    recovery: Mapped[str] = mapped_column(default="")
    result: Mapped[Result | None] = mapped_column(enum_column(Result, "result"))
    result_words: Mapped[str] = mapped_column(default="")
    severity_kept: Mapped[int | None]  # the incident's severity for which a person decided that the review keeps its own
    warranted: Mapped[int | None]  # the severity as judged in hindsight
    warranted_impact: Mapped[str | None] = mapped_column(sa.String(10))
    warranted_urgency: Mapped[str | None] = mapped_column(sa.String(10))
    warranted_reason: Mapped[str] = mapped_column(sa.String(1000), default="")
    continues_in: Mapped[str] = mapped_column(sa.String(60), default="")
    reportable: Mapped[Reportable | None] = mapped_column(enum_column(Reportable, "reportable"))
    authority: Mapped[str] = mapped_column(sa.String(120), default="")
    authority_ref: Mapped[str] = mapped_column(sa.String(60), default="")
    report_due_at: Mapped[datetime | None]
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    session_planned_at: Mapped[datetime | None]
    session_held_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    waived_reason: Mapped[str | None] = mapped_column(sa.String(1000))
    waived_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("review.id"))

    record: Mapped[Record] = relationship(lazy="joined", innerjoin=True, foreign_keys=[id])
    policy: Mapped[Policy] = relationship()
    template: Mapped[ReviewTemplate] = relationship()
    incidents: Mapped[list[ReviewIncident]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    clocks: Mapped[list[ReviewClock]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    clock_events: Mapped[list[ReviewClockEvent]] = relationship(
        cascade="all, delete-orphan", lazy="select", order_by="ReviewClockEvent.id"
    )

    __table_args__ = (
        sa.CheckConstraint("severity BETWEEN 1 AND 4", name="severity"),
        sa.CheckConstraint("warranted BETWEEN 1 AND 4", name="warranted"),
        sa.CheckConstraint("warranted IS NULL OR warranted_reason <> ''", name="warranted_with_reason"),
        sa.CheckConstraint("result <> 'probable' OR continues_in <> ''", name="probable_continues"),
        sa.CheckConstraint("state <> 'waived' OR waived_reason IS NOT NULL", name="waived_with_reason"),
        sa.CheckConstraint("state NOT IN ('approved', 'published') OR approved_at IS NOT NULL", name="approved"),
        sa.Index("ix_review_state_id", "state", "id"),
    )


class ReviewIncident(Base):
    """Many to many, with one lead. ``is_live`` follows the review's state so that the database itself can refuse
    a second live review for a lead incident."""

    __tablename__ = "review_incident"

    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), primary_key=True, autoincrement=False)
    incident_id: Mapped[int] = mapped_column(
        sa.ForeignKey("incident.id"), primary_key=True, autoincrement=False, index=True
    )
    is_lead: Mapped[bool] = mapped_column(default=False)
    is_live: Mapped[bool] = mapped_column(default=True)

    incident: Mapped[Incident] = relationship(lazy="select")

    __table_args__ = (
        sa.Index("uq_review_incident_lead", "review_id", unique=True,
                 sqlite_where=sa.text("is_lead"), postgresql_where=sa.text("is_lead")),
        sa.Index("uq_review_incident_live_lead", "incident_id", unique=True,
                 sqlite_where=sa.text("is_lead AND is_live"), postgresql_where=sa.text("is_lead AND is_live")),
    )


class ReviewClock(Base):
    """One clock as it stands now, made from the events; ``original_due_at`` is kept for ever (decision 2).

    ``stopped_at`` is the instant since which it stands still.
    """

    __tablename__ = "review_clock"

    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), primary_key=True, autoincrement=False)
    kind: Mapped[ClockKind] = mapped_column(enum_column(ClockKind, "kind"), primary_key=True)
    basis: Mapped[str] = mapped_column(sa.String(20))
    started_at: Mapped[datetime]
    window_from: Mapped[datetime | None]
    due_at: Mapped[datetime] = mapped_column(index=True)
    original_due_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]


class ReviewClockEvent(Base):
    """One thing that happened to the clocks of a review: what, when, who, why. Never changed (``pir.rules.clock``).

    ``kind`` and ``due_at`` belong to an extension, ``asked_by_id`` is who asked for it; ``by_id`` is who recorded it.
    """

    __tablename__ = "review_clock_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), index=True)
    what: Mapped[Happened] = mapped_column(enum_column(Happened, "what"))
    at: Mapped[datetime]
    basis: Mapped[str] = mapped_column(sa.String(20), default="")
    start: Mapped[datetime | None]
    kind: Mapped[ClockKind | None] = mapped_column(enum_column(ClockKind, "kind"))
    due_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(sa.String(1000), default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.CheckConstraint("what NOT IN ('started', 'restarted') OR start IS NOT NULL", name="start"),
        sa.CheckConstraint("what <> 'extended' OR (kind IS NOT NULL AND due_at IS NOT NULL)", name="extended"),
        sa.CheckConstraint("asked_by_id IS NULL OR by_id IS NULL OR asked_by_id <> by_id", name="two_people"),
    )
