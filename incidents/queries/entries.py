"""The entries of the timeline that belong to an incident itself."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import TimelineEntry


def entries_of(session: Session, incident_id: int) -> Sequence[TimelineEntry]:
    """In order of time; entries of one instant in the order of their coming. Who may read the incident may read them."""
    return session.scalars(
        sa.select(TimelineEntry).where(TimelineEntry.record_id == incident_id).order_by(TimelineEntry.at, TimelineEntry.position, TimelineEntry.id)
    ).all()
