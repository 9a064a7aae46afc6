"""The incidents of a review, and those that are offered for joining: relatives and overlapping ones of the same service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident, IncidentService
from kernel import clock
from kernel.permission import Actor, visible
from kernel.record import Record
from organisation.models import Service
from pir.models import Review, ReviewIncident
from pir.queries.candidate import candidate
from pir.rules.joining import Stretch, overlap

#: Further apart than this, two incidents of one service are not read to be compared.
NEAR = timedelta(days=2)
#: More are not offered: a list that nobody reads to its end.
MOST = 30


@dataclass(frozen=True, slots=True)
class Covered:
    """One incident of the review."""

    ref: str
    title: str
    severity: int | None
    is_lead: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """One that could join, and why. ``review`` is the reference of the live review that it leads, which is merged instead."""

    ref: str
    title: str
    severity: int | None
    why: str
    review: str | None


def covered(session: Session, actor: Actor, review: Review) -> list[Covered]:
    """The lead first, then by reference."""
    rows = session.execute(
        sa.select(Record.ref, Record.title, Incident.severity, ReviewIncident.is_lead)
        .join(Incident, Incident.id == Record.id)
        .join(ReviewIncident, ReviewIncident.incident_id == Incident.id)
        .where(ReviewIncident.review_id == review.id, visible(actor))
        .order_by(ReviewIncident.is_lead.desc(), Record.ref)
    )
    return [Covered(*row) for row in rows]


def offered(session: Session, actor: Actor, review: Review) -> list[Offered]:
    """What belongs to the review by the rule and is not in it yet. A fixed number of statements."""
    ids = [link.incident_id for link in review.incidents]
    own = session.scalars(sa.select(Incident).where(Incident.id.in_(ids))).all()
    found = {i.id: (i, _relation(i, own)) for i in _relatives(session, actor, own, ids)}
    for incident, why in _overlapping(session, actor, own, ids):
        found.setdefault(incident.id, (incident, why))
    led = _led_by_others(session, actor, list(found))
    taken = _in_other_reviews(session, list(found)) - led.keys()
    rows = [Offered(i.record.ref, i.record.title, i.severity, why, led.get(i.id)) for i, why in found.values() if i.id not in taken]
    return sorted(rows, key=lambda row: row.ref)[:MOST]


def _relatives(session: Session, actor: Actor, own: Sequence[Incident], ids: Sequence[int]) -> Sequence[Incident]:
    refs = [i.record.ref for i in own]
    parents = [i.parent_number for i in own if i.parent_number]
    return session.scalars(
        sa.select(Incident).join(Record, Record.id == Incident.id)
        .where(sa.or_(Incident.parent_number.in_(refs), Record.ref.in_(parents)), Incident.id.not_in(ids), visible(actor))
        .order_by(Incident.id).limit(MOST)
    ).all()


def _relation(incident: Incident, own: Sequence[Incident]) -> str:
    parent = next((i.record.ref for i in own if i.record.ref == incident.parent_number), None)
    return f"child of {parent}" if parent else "parent in the tool"


def _overlapping(
    session: Session, actor: Actor, own: Sequence[Incident], ids: Sequence[int]
) -> list[tuple[Incident, str]]:
    """Incidents of a service of the review that were under way at the same time as one of its own."""
    now, stretches = clock.now(), [s for s in map(_stretch, own) if s]
    if not stretches:
        return []
    first, last = min(s.start for s in stretches), max(s.end or now for s in stretches)
    services = sa.select(IncidentService.service_id).where(IncidentService.incident_id.in_(ids))
    rows = session.execute(
        sa.select(Incident, sa.func.min(Service.name))
        .join(Record, Record.id == Incident.id)
        .join(IncidentService, IncidentService.incident_id == Incident.id)
        .join(Service, Service.id == IncidentService.service_id)
        .where(IncidentService.service_id.in_(services), Incident.id.not_in(ids), visible(actor),
               Incident.opened_at.between(first - NEAR, last))
        .group_by(Incident.id, Record.id).order_by(Incident.opened_at.desc()).limit(10 * MOST)
    ).unique().all()
    found = []
    for incident, service in rows:
        stretch = _stretch(incident)
        together = max((overlap(stretch, other, now) for other in stretches), default=timedelta()) if stretch else timedelta()
        if together:
            found.append((incident, f"{service}, at the same time for {max(1, together // timedelta(minutes=1))} min"))
    return found


def _stretch(incident: Incident) -> Stretch | None:
    at = candidate(incident)
    start = at.started_at or incident.opened_at
    return Stretch(start, at.restored_at) if start else None


def _led_by_others(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(
        sa.select(ReviewIncident.incident_id, Record.ref)
        .join(Record, Record.id == ReviewIncident.review_id)
        .where(ReviewIncident.incident_id.in_(ids), ReviewIncident.is_lead, ReviewIncident.is_live, visible(actor))
    )
    return {row.incident_id: row.ref for row in rows}


def _in_other_reviews(session: Session, ids: Sequence[int]) -> set[int]:
    rows = session.scalars(sa.select(ReviewIncident.incident_id).where(ReviewIncident.incident_id.in_(ids), ReviewIncident.is_live))
    return set(rows)
