"""When reviews, and incidents without one, have come to their end: from then on their retention period counts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from incidents.models import Incident, IncidentTime, Moment
from kernel.record import Record
from organisation.retention import Kind
from pir.models import Review, ReviewIncident
from pir.rules.lifecycle import ReviewState


def ended_reviews() -> Any:
    """Published ones from their publication, waived ones from their last change."""
    at = sa.case((Review.state == ReviewState.PUBLISHED, Review.published_at), else_=Record.changed_at)
    finished = Review.state.in_((ReviewState.PUBLISHED, ReviewState.WAIVED))
    return sa.select(Review.id, at.label("ended_at")).join(Record, Record.id == Review.id).where(finished)


def ended_incidents() -> Any:
    """Incidents that no review covers, from the last of restored, resolved and closed; else from their opening."""
    last = (
        sa.select(sa.func.max(IncidentTime.at))
        .where(IncidentTime.incident_id == Incident.id, IncidentTime.moment.in_((Moment.RESTORED, Moment.RESOLVED, Moment.CLOSED)))
        .scalar_subquery()
    )
    reviewed = sa.select(ReviewIncident.review_id).where(ReviewIncident.incident_id == Incident.id).exists()
    at = sa.func.coalesce(last, Incident.opened_at, Record.created_at, type_=Incident.opened_at.type)
    return sa.select(Incident.id, at.label("ended_at")).join(Record, Record.id == Incident.id).where(sa.not_(reviewed))


KINDS = (
    Kind("incident", "Incidents without a review", "restored, resolved or closed, whichever came last", ended_incidents),
    Kind("review", "Reviews", "published, or waived", ended_reviews),
)
