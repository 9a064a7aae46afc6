"""What reviews lend to the domains below, set by the composition root."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.rules.policy import Expectation
from actions.sources import by_reference, by_the_organisation
from incidents.models import Incident, IncidentService
from kernel import clock
from kernel.permission import Actor, visible
from kernel.record import Record
from organisation.models import Policy
from organisation.queries.policy import policy_in_force
from pir.models import ClockKind, DeclinedProposal, Review, ReviewClock, ReviewIncident
from pir.queries.candidate import candidate
from pir.queries.causes import questions_of
from pir.queries.proposals import is_declined, may_need, restored_lately
from pir.rules.lifecycle import RUNNING
from pir.rules.trigger import Need, need
from rca import document
from rca.vocabulary import Question
from web.filters import local

PROPOSED = "Review proposed by the rule"


def reviews_of_incidents(
    session: Session, actor: Actor, incident_ids: Sequence[int]
) -> dict[int, tuple[str | None, str | None, str]]:
    """By incident: (reference, address, words) of its live review, or (None, None, "Review proposed by the rule").

    An incident that needs none and has none is absent. A review that the actor may not see is absent too.
    """
    rows = session.execute(
        sa.select(ReviewIncident.incident_id, Record.ref, Review.state, Review.zone, ReviewClock.due_at, ReviewClock.stopped_at)
        .join(Review, Review.id == ReviewIncident.review_id)
        .join(Record, Record.id == Review.id)
        .outerjoin(ReviewClock, sa.and_(ReviewClock.review_id == Review.id, ReviewClock.kind == _next_kind(), ReviewClock.met_at.is_(None)))
        .where(ReviewIncident.incident_id.in_(incident_ids), ReviewIncident.is_live, visible(actor))
    )
    found: dict[int, tuple[str | None, str | None, str]] = {
        row.incident_id: (row.ref, f"/reviews/{row.ref}", _words(row)) for row in rows
    }
    terms = policy_in_force(session).terms["review"]
    rest = [i for i in incident_ids if i not in found]
    for declined in session.scalars(sa.select(DeclinedProposal).where(DeclinedProposal.incident_id.in_(rest))):
        found[declined.incident_id] = (None, None, f"No review: {declined.reason}")
    rest = [i for i in rest if i not in found]
    for incident in session.scalars(sa.select(Incident).where(Incident.id.in_(rest))):
        if need(candidate(incident), terms, clock.now()) is not Need.NONE:
            found[incident.id] = (None, None, PROPOSED)
    return found


def _next_kind() -> sa.ColumnElement[Any]:
    """The clock that a reader asks about: the session until it was held, then the approval."""
    return sa.case((Review.session_held_at.is_(None), ClockKind.SESSION), else_=ClockKind.APPROVAL)


def _words(row: Any) -> str:
    state = f"Review {row.state.value.replace('_', ' ')}"
    if row.due_at is None or row.state not in RUNNING:
        return state
    return f"{state}, clocks stand still" if row.stopped_at else f"{state}, due {local(row.due_at, row.zone, 'short')}"


def expected_of_actions(session: Session, record_ids: Collection[int]) -> dict[int, Expectation]:
    """What the policy of each review expects of its actions; of what is no review, what the organisation's own does."""
    rows = session.execute(
        sa.select(Review.id, Review.severity, Policy).join(Policy, Policy.id == Review.policy_id).where(Review.id.in_(record_ids))
    )
    found = {row.id: Expectation(row.severity, row.Policy.terms["actions"]) for row in rows}
    others = [i for i in record_ids if i not in found]
    return {**found, **(by_the_organisation(session, others) if others else {})}


def root_causes_of(session: Session, record_id: int) -> frozenset[int]:
    """Ids of the factors in which the first question of a review ends, with evidence, at a control that we own."""
    asked = [q["causes"] for q in questions_of(session, record_id) if q["question"] == Question.WHY]
    roots = [factor.id for causes in asked for factor in document.read(causes).root_causes()]
    return frozenset(session.scalars(sa.select(Record.id).where(Record.ref.in_(roots)))) if roots else frozenset()


def reviews_of_service(actor: Actor, service_id: int) -> sa.Select[Any]:
    """Ids of reviews with a live incident of a service; neither a review nor an incident that the actor may not see tells of it."""
    seen = sa.select(Record.id).where(visible(actor))
    return (
        sa.select(ReviewIncident.review_id)
        .join(IncidentService, IncidentService.incident_id == ReviewIncident.incident_id)
        .where(
            ReviewIncident.is_live, IncidentService.service_id == service_id,
            ReviewIncident.review_id.in_(seen), ReviewIncident.incident_id.in_(seen),
        )
    )


def review_names(session: Session, actor: Actor) -> dict[str, Record]:
    """What actions call their source: its reference, or the number of an incident of a live review (its lead before another)."""
    found = by_reference(session, actor)
    by_id = {record.id: record for record in found.values()}
    rows = session.execute(
        sa.select(Record.ref, ReviewIncident.review_id)
        .join(Record, Record.id == ReviewIncident.incident_id)
        .where(ReviewIncident.is_live, visible(actor))
        .order_by(ReviewIncident.is_lead)
    )
    return {**{number: by_id[review_id] for number, review_id in rows if review_id in by_id}, **found}


def review_is(session: Session, actor: Actor, wanted: str) -> sa.ColumnElement[bool]:
    """Condition on ``Incident.id``: ``has`` a live review that the actor may see, has ``none``, or ``needs`` one."""
    has = Incident.id.in_(
        sa.select(ReviewIncident.incident_id)
        .join(Record, Record.id == ReviewIncident.review_id)
        .where(ReviewIncident.is_live, visible(actor))
    )
    if wanted == "has":
        return has
    if wanted == "none":
        return ~has
    return sa.and_(~has, Incident.id.in_(_in_need(session)))


def _in_need(session: Session) -> list[int]:
    """Ids of the incidents for which the rule opens or proposes a review; only those restored lately can be among them."""
    terms = policy_in_force(session).terms["review"]
    rows = session.scalars(sa.select(Incident).where(restored_lately(terms["history_days"]), may_need(terms), ~is_declined()))
    return [i.id for i in rows if need(candidate(i), terms, clock.now()) is not Need.NONE]
