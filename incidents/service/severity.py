"""A change of an incident's severity, as a person tells it. It wins over the import, as a person's times do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from incidents.events import SeverityChanged
from incidents.models import Incident, SeverityChange, Source
from incidents.queries.severity import severity_changes
from kernel import audit, clock, event
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import touch


def change_severity(session: Session, actor: Actor, incident: Incident, becomes: int, at: datetime) -> SeverityChange:
    """Record that the incident was ``becomes`` from ``at`` on. The latest change is the incident's severity.

    The caller has checked permission on the record that the form belongs to, and has locked the incident.
    """
    if at > clock.now():
        raise Invalid({"at": ["The time of the change must not be in the future"]})
    known = severity_changes(session, incident.id)
    earlier, later = [c for c in known if c.at <= at], [c for c in known if c.at > at]
    was = earlier[-1].becomes if earlier else (later[0].was if later else incident.severity)
    if was == becomes:
        raise Invalid({"becomes": [f"The incident was P{becomes} at that time already"]})
    made = SeverityChange(incident_id=incident.id, was=was, becomes=becomes, at=at, source=Source.PERSON, by_id=actor.person_id)
    session.add(made)
    before = incident.severity
    if all(change.source == "import" for change in later):
        incident.severity = becomes
    touch(incident.record, actor.person_id)
    session.flush()
    audit.note(session, actor, "change severity", record_id=incident.id, before={"severity": was},
               after={"severity": becomes, "at": clock.stamp(at)})
    if incident.severity != before:
        event.announce(session, actor, SeverityChanged(incident.id, before, becomes))
    return made
