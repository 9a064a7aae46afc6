"""The service levels of an incident: the targets of its time, judged."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident, IncidentService
from incidents.queries.incident import facts_of
from incidents.rules.service_level import Measure, Promise, Verdict, strictest
from incidents.rules.times import effective, instants
from organisation.queries.targets import Aim, aims_of
from organisation.rules.targets import CountedIn


def service_levels(session: Session, incident: Incident, now: datetime) -> list[Verdict]:
    """Response and restore, as far as the table in force when it was detected (else opened) asks for them.

    With several services the target that falls due first counts.
    """
    times = instants(effective(facts_of(incident.times)))
    services = sa.select(IncidentService.service_id).where(IncidentService.incident_id == incident.id)
    aims = aims_of(session, incident.severity, services, times.get("detected") or incident.opened_at)
    found = (strictest(_promises(aims, measure), times, now) for measure in Measure)
    return [verdict for verdict in found if verdict]


def _promises(aims: list[Aim], measure: Measure) -> list[Promise]:
    minutes = [(aim, aim.response_minutes if measure is Measure.RESPONSE else aim.restore_minutes) for aim in aims]
    return [
        Promise(measure, number, aim.of, aim.calendar if aim.hours is CountedIn.SUPPORT else None)
        for aim, number in minutes
        if number
    ]
