"""The frozen versions of a review."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from pir.models import Snapshot


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
