"""What the timeline strip draws, taken out of the snapshot document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

MILESTONES: Mapping[str, str] = {
    "occurred": "Impact started",
    "detected": "Detected",
    "acknowledged": "Acknowledged",
    "mitigated": "Mitigated",
    "restored": "Restored",
}
"""The moments that get a flag, in the order in which they should happen."""

PHASES: Mapping[str, str] = {
    "latent": "Latent",
    "undetected": "Undetected",
    "diagnosis": "Diagnosis",
    "mitigation": "Mitigation",
    "recovery": "Recovery",
    "after": "After",
}

AROUND = frozenset({"latent", "after"})
"""Phases outside the outage: they may lie days away and do not set the scale."""


@dataclass(frozen=True)
class Milestone:
    """A moment of the incident; `about` when nobody is sure of the minute."""

    kind: str
    at: datetime
    about: bool

    @property
    def word(self) -> str:
        """What its flag says."""
        return MILESTONES[self.kind]


@dataclass(frozen=True)
class Phase:
    """A stretch of the incident; `end` is None while it has none."""

    kind: str
    start: datetime
    end: datetime | None

    @property
    def word(self) -> str:
        """What its band says."""
        return PHASES[self.kind]


@dataclass(frozen=True)
class Gap:
    """A stretch without any entry, and why, when somebody explained it."""

    start: datetime
    end: datetime
    explanation: str | None


@dataclass(frozen=True)
class Entry:
    """One recorded entry."""

    at: datetime
    phase: str


@dataclass(frozen=True)
class Facts:
    """All of it in time order; instants are in UTC and shown in `zone`."""

    zone: ZoneInfo
    milestones: tuple[Milestone, ...]
    phases: tuple[Phase, ...]
    gaps: tuple[Gap, ...]
    entries: tuple[Entry, ...]

    def at(self, kind: str) -> datetime | None:
        """Return when a milestone was, or None."""
        return next((milestone.at for milestone in self.milestones if milestone.kind == kind), None)


def read(document: Mapping[str, Any]) -> Facts | None:
    """Return the facts of a snapshot, or None when nothing in it has a time."""
    timeline = document["timeline"]
    entries = sorted(
        (Entry(_instant(entry["at"]), entry["phase"]) for entry in timeline["entries"] if entry["at"]),
        key=lambda e: e.at,
    )
    milestones = _milestones(document)
    if not entries and not milestones:
        return None
    gaps = (Gap(_instant(gap["from"]), _instant(gap["until"]), gap["explanation"]) for gap in timeline["gaps"])
    return Facts(
        ZoneInfo(document["zone"]),
        milestones,
        _phases(timeline["phases"]),
        tuple(sorted(gaps, key=lambda gap: gap.start)),
        tuple(entries),
    )


def _milestones(document: Mapping[str, Any]) -> tuple[Milestone, ...]:
    """Return the times of the lead incident; an entry marked as a milestone stands in for a time that is missing."""
    found: dict[str, Milestone] = {}
    for entry in document["timeline"]["entries"]:
        if entry["milestone"] in MILESTONES and entry["at"]:
            about = entry["precision"] == "about"
            found.setdefault(entry["milestone"], Milestone(entry["milestone"], _instant(entry["at"]), about))
    incidents = document["incidents"]
    lead = next((incident for incident in incidents if incident["lead"]), incidents[0] if incidents else None)
    for kind, time in (lead["times"] if lead else {}).items():
        if kind in MILESTONES and time["at"]:
            found[kind] = Milestone(kind, _instant(time["at"]), time["precision"] == "about")
    order = list(MILESTONES)
    return tuple(sorted(found.values(), key=lambda milestone: (milestone.at, order.index(milestone.kind))))


def _phases(given: Sequence[Mapping[str, Any]]) -> tuple[Phase, ...]:
    """Return the phases in time order, each ending where the next begins at the latest."""
    found = sorted(
        (Phase(row["phase"], _instant(row["from"]), _instant(row["until"]) if row["until"] else None) for row in given),
        key=lambda phase: phase.start,
    )
    cut = []
    for phase, following in zip_longest(found, found[1:]):
        limit = following.start if following else None
        late = limit is not None and (phase.end is None or phase.end > limit)
        cut.append(replace(phase, end=limit) if late else phase)
    return tuple(cut)


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written)
