"""Which stretch of time a strip shows to scale, and what lies beyond a break of its axis.

The outage sets the scale: what was there before it and what came after stay on the axis when they
are near, and stand beyond a break ("not to scale") when they would squeeze the outage flat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from pir.pictures.facts import AROUND, Facts

_NEAR = 0.4
"""How far around the outage the axis reaches, as a share of the outage."""

_EDGE = 0.025
"""Free room at both ends, as a share of what is shown."""

_AFTERMATH = 0.1
"""How much of the time after the outage is always shown when there is any, as a share."""

_SHORTEST = timedelta(minutes=10)


@dataclass(frozen=True)
class Window:
    """`start` to `end` is to scale; `before` and `after` are the furthest instants beyond a break, or None."""

    start: datetime
    end: datetime
    before: datetime | None
    after: datetime | None

    @property
    def length(self) -> timedelta:
        """How much time is to scale."""
        return self.end - self.start

    def holds(self, at: datetime) -> bool:
        """Tell whether an instant is on the axis."""
        return self.start <= at <= self.end


def choose(facts: Facts) -> Window:
    """Return the window for the facts."""
    low, high = _outage(facts)
    everything = _instants(facts)
    reach = max(high - low, _SHORTEST) * _NEAR
    first, last = min(everything), max(everything)
    before = first if low - first > reach else None
    after = last if last - high > reach else None
    start = low if before else min(first, low)
    end = high if after else max(last, high)
    if any(phase.kind == "after" for phase in facts.phases) or after:
        end = max(end, high + (high - low) * _AFTERMATH)
    missing = max(_SHORTEST - (end - start), timedelta(0))
    start, end = start - missing / 4, end + missing * 3 / 4
    edge = (end - start) * _EDGE
    return Window(start - edge, end + edge, before, after)


def _outage(facts: Facts) -> tuple[datetime, datetime]:
    """Return the first and last instant of what is neither latent nor after; of everything when nothing is."""
    found = [milestone.at for milestone in facts.milestones]
    found += [entry.at for entry in facts.entries if entry.phase not in AROUND]
    for phase in facts.phases:
        if phase.kind not in AROUND:
            found += [phase.start, *([phase.end] if phase.end else [])]
    found = found or [entry.at for entry in facts.entries]
    return min(found), max(found)


def _instants(facts: Facts) -> list[datetime]:
    found = [milestone.at for milestone in facts.milestones] + [entry.at for entry in facts.entries]
    for phase in facts.phases:
        found += [phase.start, *([phase.end] if phase.end else [])]
    return found
