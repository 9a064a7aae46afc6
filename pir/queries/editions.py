"""The frozen versions of a review, and who signed them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from pir.models import Approval, Snapshot


def frozen_edition(session: Session, review_id: int, edition: int) -> Snapshot | None:
    """The last snapshot of version ``edition``, None when it was never submitted."""
    return session.scalar(
        sa.select(Snapshot)
        .where(Snapshot.review_id == review_id, Snapshot.edition == edition)
        .order_by(Snapshot.number.desc())
        .limit(1)
    )


def editions_of(session: Session, review_id: int) -> list[Snapshot]:
    """Every snapshot without its text, newest first."""
    return list(
        session.scalars(
            sa.select(Snapshot)
            .where(Snapshot.review_id == review_id)
            .options(sa.orm.defer(Snapshot.document))
            .order_by(Snapshot.id.desc())
        )
    )


def signatures_of(session: Session, snapshot_id: int) -> int:
    """How many people have approved this snapshot."""
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(Approval)
            .where(Approval.snapshot_id == snapshot_id, Approval.decision == "approved")
        )
        or 0
    )
