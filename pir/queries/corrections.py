"""Editorial corrections of one submission, as plain values."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.clock import stamp
from organisation.models import Person
from pir.models import Correction, Review, Snapshot


def corrections_of(session: Session, snapshot_id: int) -> list[dict[str, Any]]:
    """In the order in which they are put in."""
    return _read(session, Correction.snapshot_id == snapshot_id)


def corrections_of_review(session: Session, review: Review) -> list[dict[str, Any]]:
    """Those of the present version. One statement."""
    snapshots = sa.select(Snapshot.id).where(Snapshot.review_id == review.id, Snapshot.edition == review.edition)
    return _read(session, Correction.snapshot_id.in_(snapshots))


def _read(session: Session, wanted: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    rows = session.execute(
        sa.select(Correction, Person.name)
        .outerjoin(Person, Person.id == Correction.person_id)
        .where(wanted)
        .order_by(Correction.number)
    )
    return [
        {"number": c.number, "part": c.part, "item": c.item, "label": c.label, "before": c.before, "after": c.after,
         "reason": c.reason, "by": name or "Debrief", "at": stamp(c.at)}
        for c, name in rows
    ]
