"""An incident that a person writes down: from a ticket or a chat, without any import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident, IncidentService
from incidents.rules.times import TimeFact
from incidents.service.times import set_times
from kernel import audit, clock
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import Record, next_ref
from kernel.ref import RecordKind
from organisation.models import Service


def add_incident(
    session: Session,
    actor: Actor,
    *,
    title: str,
    severity: int,
    zone: str,
    ref: str | None = None,
    source: str = "form",
    description: str = "",
    service_ids: Sequence[int] = (),
    times: Mapping[str, TimeFact] | None = None,
) -> Incident:
    """Create the incident. A reference that exists already is refused on the field ``incident_ref``.

    The caller has checked that the actor may open what the incident is for.
    """
    if ref and session.scalar(sa.select(Record.id).where(Record.ref == ref)):
        # one text for a visible and a restricted namesake: the form says only that the word is taken
        raise Invalid({"incident_ref": [f"The reference {ref} is in use. Enter another, or leave it empty"]})
    record = Record(kind=RecordKind.INCIDENT, ref=ref or next_ref(session, RecordKind.INCIDENT), title=title,
                    changed_by_id=actor.person_id)
    incident = Incident(record=record, source=source, severity=severity, zone=zone, description=description,
                        opened_at=_opened(times))
    session.add(incident)
    session.flush()
    set_services(session, incident, service_ids)
    audit.note(session, actor, "add incident", record_id=incident.id,
               after={"ref": record.ref, "title": title, "severity": severity})
    if times:
        set_times(session, actor, incident, times)
    return incident


def _opened(times: Mapping[str, TimeFact] | None) -> datetime:
    """No tool has opened it, so it stands in lists at its detection, else at its first known time, else at now."""
    known = {name: fact.at for name, fact in (times or {}).items() if fact.at is not None}
    return known.get("detected") or min(known.values(), default=clock.now())


def set_services(session: Session, incident: Incident, service_ids: Sequence[int]) -> None:
    """Make ``service_ids`` the services of the incident; part of a larger write that audits."""
    known = set(session.scalars(sa.select(Service.id).where(Service.id.in_(service_ids))))
    session.execute(sa.delete(IncidentService).where(IncidentService.incident_id == incident.id))
    session.add_all(IncidentService(incident_id=incident.id, service_id=i) for i in known)
    session.flush()
