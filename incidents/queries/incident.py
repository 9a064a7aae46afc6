"""Incidents for lists, pages and reviews; the number of statements does not grow with the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident, IncidentService, IncidentTime
from incidents.rules.times import TimeFact
from kernel import access
from kernel.errors import NotFound
from kernel.permission import Actor, visible
from kernel.record import Record
from organisation.models import Service


def find(session: Session, actor: Actor, ref: str) -> Incident:
    """The incident with this reference; NotFound in the same words for absent and restricted."""
    found = session.scalar(
        sa.select(Incident).join(Record, Record.id == Incident.id).where(Record.ref == ref, visible(actor))
    )
    if found is None:
        raise NotFound("incident")
    access.seen(session, found.record)
    return found


def facts_of(times: Iterable[IncidentTime]) -> list[TimeFact]:
    return [TimeFact(t.moment.value, t.source.value, t.at, t.precision.value, t.zone, t.typed) for t in times]


def services_of(session: Session, incident_ids: Sequence[int]) -> dict[int, list[str]]:
    """Service names by incident, in one statement."""
    rows = session.execute(
        sa.select(IncidentService.incident_id, Service.name)
        .join(Service, Service.id == IncidentService.service_id)
        .where(IncidentService.incident_id.in_(incident_ids))
        .order_by(Service.name)
    )
    found: dict[int, list[str]] = {}
    for incident_id, name in rows:
        found.setdefault(incident_id, []).append(name)
    return found
