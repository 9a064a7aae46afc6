"""What a person says about the times of an incident. It wins over the import, which stays visible beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents import links
from incidents.events import TimesChanged
from incidents.models import Incident, IncidentTime, Moment, Precision, Source
from incidents.queries.incident import facts_of, find
from incidents.rules import times as rules
from kernel import audit, clock, event
from kernel.edit import expect_version
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, machine, require_on
from kernel.record import lock, touch
from organisation.models import Person

EDIT = "edit an incident"


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


def correct_times(
    session: Session, actor: Actor, incident: Incident, version: int | None, given: Mapping[str, rules.TimeFact], names: Sequence[str]
) -> bool:
    """Store what a person says of the moments in ``names``, who read the incident as ``version``; whether anything changed.

    A value that a person gave earlier cannot vanish by an empty box: it is changed, or said to be not known. An import's value that
    is left as it is stays the import's. The caller has checked permission, as for `set_times`.
    """
    lock(session, incident.record)
    session.refresh(incident, ["times"])
    held = {t.moment.value: t for t in incident.times if t.source is Source.PERSON}
    by = incident.record.changed_by_id
    expect_version(
        f"the times of {incident.record.ref}", incident.record.version, version,
        labels={f"{name}-at": rules.NAMES[name] for name in names},
        theirs={f"{name}-at": row.typed for name, row in held.items()},
        yours={f"{name}-at": fact.typed for name, fact in given.items()},
        by=session.scalar(sa.select(Person.name).where(Person.id == by)) if by else None,
    )
    if lost := [name for name in names if name in held and name not in given]:
        raise Invalid({n: [f"Enter the time {rules.NAMES[n].lower()}, or select “Not known yet”"] for n in lost})
    stands = {t.moment.value: t for t in incident.times if t.source is Source.IMPORT} | held
    changed = {name: fact for name, fact in given.items() if not _says_the_same(stands.get(name), fact)}
    if changed:
        set_times(session, actor, incident, changed)
    return bool(changed)


def edit_times(
    session: Session, actor: Actor, ref: str, version: int | None, given: Mapping[str, rules.TimeFact], names: Sequence[str] = rules.ORDER
) -> Incident:
    """The times of an incident that no live review has: there they are set, with the clocks that count from them.

    ``names`` are those that were asked about; the others stay.
    """
    incident = find(session, actor, ref)
    require_on(session, actor, EDIT, incident.record)
    refuse_in_review(session, incident)
    correct_times(session, actor, incident, version, given, names)
    return incident


def refuse_in_review(session: Session, incident: Incident) -> None:
    """`Refused` where a live review has the incident."""
    review = links.REVIEW_OF(session, machine(), [incident.id]).get(incident.id)
    if review and review[0]:
        raise Refused([Obstacle(f"The times of {incident.record.ref} are set in {review[0]}, as long as that review lives.")])


def _says_the_same(row: IncidentTime | None, fact: rules.TimeFact) -> bool:
    """A form shows minutes: one that is sent back as it was shown must not pass for a person's word on the seconds."""
    if row is None or row.precision.value != fact.precision:
        return False
    return fact.at in {row.at, row.at and row.at.replace(second=0, microsecond=0)}


def _refuse_impossible(facts: Mapping[str, rules.TimeFact], zone: str) -> None:
    at = rules.instants(facts)
    faults = rules.faults_of_order(at, now=clock.now(), typed={n: words(v, zone) for n, v in at.items()})
    if faults:
        raise Invalid({name: [text] for name, text in faults.items()})


def words(at: datetime, zone: str) -> str:
    """``14:03, 20 Nov`` in the zone, as error texts name a time."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M}, {local.day} {local:%b}"
