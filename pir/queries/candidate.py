"""What the rule "which incidents need a review" looks at, from the rows of an incident."""

from __future__ import annotations

from incidents.models import Incident
from incidents.queries.incident import facts_of
from incidents.rules import times
from pir.rules.trigger import Candidate


def candidate(incident: Incident) -> Candidate:
    """The times as a person or an import gives them, a person's first."""
    at = times.instants(times.effective(facts_of(incident.times)))
    return Candidate(
        severity=incident.severity,
        is_major=bool(incident.is_major),
        has_parent=incident.parent_number is not None,
        started_at=at.get("occurred") or at.get("detected"),
        restored_at=at.get("restored") or at.get("resolved"),
    )
