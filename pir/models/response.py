"""The response check of a review: how the response itself went, in structured answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, enum_column


class RunbookUse(StrEnum):
    """Whether a runbook was followed."""

    USED = "used"
    NOT_USED = "not_used"
    NONE_EXISTED = "none_existed"


class Answer(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Outcome(StrEnum):
    """What became of a hypothesis."""

    OPEN = "open"
    REFUTED = "refuted"
    CONFIRMED = "confirmed"


class ResponseCheck(Base):
    """The answers of which there is one each; None: not answered yet."""

    __tablename__ = "response_check"

    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), primary_key=True, autoincrement=False)
    runbook_use: Mapped[RunbookUse | None] = mapped_column(enum_column(RunbookUse, "runbook_use"))
    runbook: Mapped[str] = mapped_column(sa.String(300), default="")
    runbook_right: Mapped[Answer | None] = mapped_column(enum_column(Answer, "runbook_right"))
    runbook_note: Mapped[str] = mapped_column(sa.String(1000), default="")
    severity_right: Mapped[Answer | None] = mapped_column(enum_column(Answer, "severity_right"))
    severity_note: Mapped[str] = mapped_column(sa.String(1000), default="")


class OnCall(Base):
    """Somebody who was called: a role or a person, when the first page went out, when they were reached."""

    __tablename__ = "on_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), index=True)
    who: Mapped[str] = mapped_column(sa.String(120))
    paged_at: Mapped[datetime]
    reached_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (sa.CheckConstraint("reached_at IS NULL OR reached_at >= paged_at", name="order"),)


class Hypothesis(Base):
    __tablename__ = "hypothesis"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), index=True)
    statement: Mapped[str] = mapped_column(sa.String(300))
    opened_at: Mapped[datetime | None]
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome, "outcome"), default=Outcome.OPEN)
    closed_at: Mapped[datetime | None]
    by_what: Mapped[str] = mapped_column(sa.String(500), default="")
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        sa.CheckConstraint("closed_at IS NULL OR opened_at IS NULL OR closed_at >= opened_at", name="order"),
        sa.CheckConstraint("outcome <> 'open' OR closed_at IS NULL", name="closed"),
    )


class SupplierAnalysis(Base):
    """An analysis asked of a supplier, and who of us follows it."""

    __tablename__ = "supplier_analysis"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), index=True)
    supplier: Mapped[str] = mapped_column(sa.String(120))
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    requested_on: Mapped[date | None]
    due_on: Mapped[date | None]
    received_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)
