"""How long an incident lasted, with both ends named (decision 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from incidents.models import Incident
from incidents.queries.incident import facts_of
from incidents.rules.times import NAMES, clock_start, effective, instants


@dataclass(frozen=True, slots=True)
class Lasted:
    """A span between two of the seven times; ``start`` and ``end`` are their names."""

    span: timedelta
    start: str
    end: str


def lasted(incident: Incident) -> Lasted | None:
    """From detected (or, not known, from the start of impact) to restored (or resolved); None when an end is not known."""
    at = instants(effective(facts_of(incident.times)))
    end = clock_start(at)
    start = next((name for name in ("detected", "occurred") if name in at), None)
    if end is None or start is None or end[1] < at[start]:
        return None
    return Lasted(end[1] - at[start], NAMES[start], NAMES[end[0]])
