"""The five milestones of the lead incident, as a person corrects them from the review."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from incidents.models import Incident, IncidentTime, Source
from incidents.rules.times import MILESTONES, NAMES, TimeFact
from incidents.service.times import set_times
from kernel.edit import expect_version
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor
from kernel.record import lock, touch
from pir.service.clocks import lead_of
from pir.service.editing import name_of, open_for_change


def set_milestones(
    session: Session, actor: Actor, ref: str, version: int | None, given: Mapping[str, TimeFact]
) -> Incident:
    """Store what a person says of the milestones. ``version`` is that of the incident, to which the times belong.

    A value that a person gave earlier cannot vanish by an empty box: it is changed, or said to be not known.
    """
    review = open_for_change(session, actor, ref)
    lead = lead_of(session, review)
    if lead is None:
        raise Refused([Obstacle("This review has no incident to which times could belong.")])
    lock(session, lead.record)
    session.refresh(lead, ["times"])
    held = {t.moment.value: t for t in lead.times if t.source is Source.PERSON}
    expect_version(
        f"the times of {lead.record.ref}", lead.record.version, version,
        labels={f"{name}-at": NAMES[name] for name in MILESTONES},
        theirs={f"{name}-at": row.typed for name, row in held.items()},
        yours={f"{name}-at": fact.typed for name, fact in given.items()},
        by=name_of(session, lead.record.changed_by_id),
    )
    lost = [name for name in MILESTONES if name in held and name not in given]
    if lost:
        raise Invalid({n: [f"Enter the time {NAMES[n].lower()}, or select “Not known yet”"] for n in lost})
    stands = {t.moment.value: t for t in lead.times if t.source is Source.IMPORT} | held
    changed = {name: fact for name, fact in given.items() if not _says_the_same(stands.get(name), fact)}
    if changed:
        set_times(session, actor, lead, changed)
        touch(review.record, actor.person_id)
        session.flush()
    return lead


def _says_the_same(row: IncidentTime | None, fact: TimeFact) -> bool:
    """An import's value that a person leaves as it is stays the import's."""
    return row is not None and (row.at, row.precision.value) == (fact.at, fact.precision)
