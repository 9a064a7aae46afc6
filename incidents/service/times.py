"""What a person says about the times of an incident. It wins over the import, which stays visible beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from incidents.events import TimesChanged
from incidents.models import Incident, IncidentTime, Moment, Precision, Source
from incidents.queries.incident import facts_of
from incidents.rules import times as rules
from kernel import audit, clock, event
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import touch


def set_times(session: Session, actor: Actor, incident: Incident, given: Mapping[str, rules.TimeFact]) -> None:
    """Store the person's value of each moment in ``given``; times that cannot be are refused, field by field.

    The caller has checked permission on the record that the form belongs to (incident or review).
    """
    held = {t.moment.value: t for t in incident.times if t.source is Source.PERSON}
    after = {f.moment: f for f in facts_of(incident.times) if f.source == "import"} | {
        f.moment: f for f in facts_of(held.values())
    }
    after |= given
    _refuse_impossible(after, incident.zone)
    before = {name: clock.stamp(row.at) for name, row in held.items() if name in given}
    for name, fact in given.items():
        row = held.get(name) or IncidentTime(moment=Moment(name), source=Source.PERSON)
        row.at, row.precision, row.zone, row.typed = fact.at, Precision(fact.precision), fact.zone, fact.typed
        if name not in held:
            incident.times.append(row)
    touch(incident.record, actor.person_id)
    session.flush()
    audit.note(
        session, actor, "set times", record_id=incident.id, before=before,
        after={name: clock.stamp(fact.at) or fact.precision for name, fact in given.items()},
    )
    event.announce(session, actor, TimesChanged(incident.id))


def _refuse_impossible(facts: Mapping[str, rules.TimeFact], zone: str) -> None:
    at = rules.instants(facts)
    faults = rules.faults_of_order(at, now=clock.now(), typed={n: words(v, zone) for n, v in at.items()})
    if faults:
        raise Invalid({name: [text] for name, text in faults.items()})


def words(at: datetime, zone: str) -> str:
    """``14:03, 20 Nov`` in the zone, as error texts name a time."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M}, {local.day} {local:%b}"
