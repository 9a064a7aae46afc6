"""The incidents for which the rule asks for a review that nobody has opened or declined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident, IncidentTime, Moment
from kernel import clock
from kernel.permission import Actor, visible
from kernel.record import Record
from organisation.queries.policy import policy_in_force
from pir.models import DeclinedProposal, ReviewIncident
from pir.queries.candidate import candidate
from pir.rules.trigger import Need, need


@dataclass(frozen=True, slots=True)
class Proposal:
    """One incident and how long it lasted, None where its start is not known."""

    ref: str
    title: str
    severity: int | None
    restored_at: datetime
    lasted: timedelta | None


def restored_lately(history_days: int) -> sa.ColumnElement[bool]:
    """Condition on ``Incident``: restored or resolved in the days that the policy looks back; older ones are history."""
    since = clock.now() - timedelta(days=history_days)
    return Incident.id.in_(
        sa.select(IncidentTime.incident_id).where(
            IncidentTime.moment.in_([Moment.RESTORED, Moment.RESOLVED]), IncidentTime.at >= since
        )
    )


def may_need(*terms: Mapping[str, Any]) -> sa.ColumnElement[bool]:
    """Condition on ``Incident``: flagged major, or of a severity for which one of these terms opens or proposes a review."""
    asked = {int(s) for each in terms for s in (*each["opens_for_severity"], *each["proposed_for_severity"])}
    return sa.or_(Incident.is_major.is_(True), Incident.severity.in_(asked))


def is_reviewed() -> sa.ColumnElement[bool]:
    """Condition on ``Incident``: in a live review, or it led one that was waived: a decision that stands."""
    in_one = sa.select(ReviewIncident.review_id).where(
        ReviewIncident.incident_id == Incident.id, sa.or_(ReviewIncident.is_live, ReviewIncident.is_lead)
    )
    return in_one.exists()


def is_declined() -> sa.ColumnElement[bool]:
    """Condition on ``Incident``: somebody said why it gets no review."""
    return sa.select(DeclinedProposal.incident_id).where(DeclinedProposal.incident_id == Incident.id).exists()


def proposals(session: Session, actor: Actor) -> list[Proposal]:
    """What the actor may see of it, the latest restored first. One statement, and one for the times."""
    terms = policy_in_force(session).terms["review"]
    rows = session.scalars(
        sa.select(Incident).join(Record, Record.id == Incident.id)
        .where(visible(actor), restored_lately(terms["history_days"]), may_need(terms), ~is_reviewed(), ~is_declined())
    )
    found = []
    for incident in rows:
        at = candidate(incident)
        if at.restored_at and need(at, terms, clock.now()) is not Need.NONE:
            lasted = at.restored_at - at.started_at if at.started_at else None
            found.append(Proposal(incident.record.ref, incident.record.title, incident.severity, at.restored_at, lasted))
    return sorted(found, key=lambda p: p.restored_at, reverse=True)


def is_proposed(session: Session, incident: Incident) -> bool:
    """True when the rule asks for a review of this one that nobody has opened or declined."""
    terms = policy_in_force(session).terms["review"]
    decided = session.scalar(sa.select(Incident.id).where(Incident.id == incident.id, sa.or_(is_reviewed(), is_declined())))
    return decided is None and need(candidate(incident), terms, clock.now()) is not Need.NONE
