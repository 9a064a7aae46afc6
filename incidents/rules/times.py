"""The seven timestamps of an incident: which value counts, and whether their order is possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

#: In the order in which they can happen.
ORDER = ("occurred", "detected", "acknowledged", "mitigated", "restored", "resolved", "closed")

NAMES = {
    "occurred": "Impact started",
    "detected": "Detected",
    "acknowledged": "Acknowledged",
    "mitigated": "Mitigated",
    "restored": "Restored",
    "resolved": "Resolved",
    "closed": "Closed",
}

#: Those a person is asked for in a review; the other two come from the tool.
MILESTONES = ORDER[:5]

#: Pairs (earlier, later) that a later value must not undercut. Acknowledged stands beside mitigated: a person may
#: mitigate before anybody acknowledges.
PAIRS = (
    ("occurred", "detected"), ("detected", "acknowledged"), ("occurred", "mitigated"), ("detected", "restored"),
    ("occurred", "restored"), ("mitigated", "restored"), ("resolved", "closed"), ("occurred", "resolved"),
    ("occurred", "closed"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeFact:
    """One timestamp from one source. ``at`` is aware, None when not known; ``source`` is import or person."""

    moment: str
    source: str
    at: datetime | None
    precision: str
    zone: str = "UTC"
    typed: str = ""


def effective(facts: Iterable[TimeFact]) -> dict[str, TimeFact]:
    """For each moment the value that counts: a person's wins over an import's (decision 22)."""
    found: dict[str, TimeFact] = {}
    for fact in facts:
        held = found.get(fact.moment)
        if held is None or fact.source == "person":
            found[fact.moment] = fact
    return found


def instants(facts: Mapping[str, TimeFact]) -> dict[str, datetime]:
    """Only the known ones, as instants."""
    return {name: fact.at for name, fact in facts.items() if fact.at is not None}


def faults_of_order(at: Mapping[str, datetime], *, now: datetime, typed: Mapping[str, str]) -> dict[str, str]:
    """For each moment that cannot be, the sentence; keys are moments, so that a form can place it.

    ``typed`` gives the words to name the earlier time by, for example ``14:03, 20 Nov``.
    """
    faults: dict[str, str] = {}
    for name, value in at.items():
        if value > now + timedelta(minutes=1):
            faults[name] = f"{NAMES[name]} must not be in the future"
    for earlier, later in PAIRS:
        if later in faults or earlier not in at or later not in at:
            continue
        if at[later] < at[earlier]:
            faults[later] = f"{NAMES[later]} must be after {NAMES[earlier]} ({typed.get(earlier, '')})"
    return faults


def clock_start(at: Mapping[str, datetime]) -> tuple[str, datetime] | None:
    """From where the review's clocks count: restored, or where that is not known resolved (decision 2)."""
    for basis in ("restored", "resolved"):
        if basis in at:
            return basis, at[basis]
    return None
