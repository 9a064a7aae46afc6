"""Declining a review that the rule proposes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from incidents.queries.incident import find as find_incident
from kernel import audit
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, require
from pir.models import DeclinedProposal
from pir.queries.proposals import is_proposed

DECLINE = "decline a review"


def decline(session: Session, actor: Actor, incident_ref: str, reason: str) -> DeclinedProposal:
    """Say why the incident gets no review. It is not proposed again; a review can still be opened from its page."""
    require(actor, DECLINE)
    incident = find_incident(session, actor, incident_ref)
    if not reason.strip():
        raise Invalid({"reason": ["Enter the reason"]})
    if not is_proposed(session, incident):
        raise Refused([Obstacle(f"No review of {incident_ref} is proposed.", f"/incidents/{incident_ref}")])
    made = DeclinedProposal(incident_id=incident.id, reason=reason.strip(), by_id=actor.person_id)
    session.add(made)
    session.flush()
    audit.note(session, actor, "decline review", record_id=incident.id, after={"reason": made.reason})
    return made
