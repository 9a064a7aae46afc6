"""Severity as the document of a review tells it, and what its incident asks of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from incidents.queries.severity import severity_changes
from incidents.rules.severity import assigned
from kernel.clock import stamp
from pir.models import Review
from pir.rules.severity import is_asked, triage


def severity_of(session: Session, review: Review) -> dict[str, Any]:
    """Assigned first, changed when, warranted in hindsight; of the lead incident."""
    lead = next((link.incident for link in review.incidents if link.is_lead), None)
    changes = severity_changes(session, lead.id) if lead else ()
    first = assigned(changes, lead.severity) if lead else review.severity
    return {
        "assigned": first,
        "changes": [{"was": c.was, "becomes": c.becomes, "at": stamp(c.at), "source": c.source, "by": c.by} for c in changes],
        "warranted": review.warranted,
        "impact": review.warranted_impact,
        "urgency": review.warranted_urgency,
        "reason": review.warranted_reason,
        "triage": triage(first, review.warranted),
    }


def asked_of(review: Review) -> int | None:
    """The severity of the lead incident while somebody has to decide whether the review follows it."""
    severity = next((link.incident.severity for link in review.incidents if link.is_lead), None)
    return severity if is_asked(review.severity, severity, review.severity_kept) else None
