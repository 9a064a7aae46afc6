"""An incident as plain values, for `incidents.schemas.incident.IncidentShape`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from incidents.models import Incident
from incidents.queries.incident import facts_of
from incidents.rules.times import TimeFact
from incidents.rules.told_times import ToldTime, told_times
from kernel import clock

#: What is read straight from the row.
PLAIN = (
    "severity", "source", "state", "is_major", "parent_number", "category", "subcategory", "assignment_group", "contact_type",
    "problem_ref", "change_ref", "caused_by", "made_sla", "reopen_count", "reassignment_count", "zone",
)  # fmt: skip


def body_of(incident: Incident, services: Sequence[str], review: str | None) -> dict[str, Any]:
    """The incident for `IncidentShape`; ``review`` is the reference of one that the actor may see."""
    return {
        "ref": incident.record.ref,
        "title": incident.record.title,
        "version": incident.record.version,
        "services": list(services),
        "opened_at": clock.stamp(incident.opened_at),
        "times": {told.moment: _moment(told) for told in told_times(facts_of(incident.times))},
        "review": review,
        **{name: getattr(incident, name) for name in PLAIN},
    }


def _moment(told: ToldTime) -> dict[str, Any] | None:
    if told.counts is None:
        return None
    return {**_time(told.counts), "imported": _time(told.imported) if told.imported else None}


def _time(fact: TimeFact) -> dict[str, Any]:
    return {"at": clock.stamp(fact.at), "precision": fact.precision, "source": fact.source, "zone": fact.zone, "typed": fact.typed}
