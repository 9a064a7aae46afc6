"""Who signed what: approvals, and the frozen snapshot they signed (decision 25)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base, enum_column


class Decision(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"


class Snapshot(Base):
    """One edition of the document as it was submitted: canonical JSON and its SHA-256. Never changed."""

    __tablename__ = "snapshot"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"))
    edition: Mapped[int]
    number: Mapped[int]  # an edition that was returned and submitted again has several
    document: Mapped[str]
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    frozen_at: Mapped[datetime] = mapped_column(default=clock.now)
    frozen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (sa.UniqueConstraint("review_id", "edition", "number"),)


class Approval(Base):
    """A decision about one snapshot. An approval names the step of the chain, and whom the person stood in for."""

    __tablename__ = "approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), index=True)
    snapshot_id: Mapped[int] = mapped_column(sa.ForeignKey("snapshot.id"))
    edition: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    step: Mapped[int | None]
    role: Mapped[str] = mapped_column(sa.String(40))
    decision: Mapped[Decision] = mapped_column(enum_column(Decision, "decision"))
    reason: Mapped[str | None] = mapped_column(sa.String(1000))
    method: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        sa.CheckConstraint("decision <> 'approved' OR step IS NOT NULL", name="approved_step"),
        sa.CheckConstraint("for_id IS NULL OR for_id <> person_id", name="not_for_oneself"),
        sa.Index("uq_approval_step", "snapshot_id", "step", unique=True,
                 sqlite_where=sa.text("decision = 'approved'"), postgresql_where=sa.text("decision = 'approved'")),
        sa.Index("uq_approval_person", "snapshot_id", "person_id", unique=True,
                 sqlite_where=sa.text("decision = 'approved'"), postgresql_where=sa.text("decision = 'approved'")),
    )
