"""Whose entries the timeline of a review shows: its own, and those that its incidents brought with them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import TimelineEntry
from kernel.record import Record
from pir.models import Review


def belongs_to(review: Review) -> sa.ColumnElement[bool]:
    """Condition on ``TimelineEntry``."""
    return TimelineEntry.record_id.in_([review.id, *(link.incident_id for link in review.incidents)])


def incident_of_entries(session: Session, review: Review) -> dict[int, str]:
    """By entry the number of the incident that it came with; entries of the review itself are absent. They are changed where they came from."""
    rows = session.execute(
        sa.select(TimelineEntry.id, Record.ref)
        .join(Record, Record.id == TimelineEntry.record_id)
        .where(TimelineEntry.record_id.in_([link.incident_id for link in review.incidents]))
    )
    return {row.id: row.ref for row in rows}
