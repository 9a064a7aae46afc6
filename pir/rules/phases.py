"""Phases from milestones, and stretches without an entry (screens.md 1A)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

#: phase → the milestone at which it begins; ``latent`` is what lies before the first.
STARTS = (
    ("undetected", "occurred"),
    ("diagnosis", "detected"),
    ("mitigation", "mitigation"),  # begins where a person says so: no milestone of its own
    ("recovery", "mitigated"),
    ("after", "restored"),
)

SMALLEST_GAP = timedelta(minutes=10)
GAP_FACTOR = 3


@dataclass(frozen=True, slots=True)
class Span:
    phase: str
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Gap:
    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)


def spans(milestones: Mapping[str, datetime], overrides: Mapping[str, datetime] | None = None) -> list[Span]:
    """The phases in order of time. ``overrides`` gives a phase the start that a person set on an entry.

    A phase whose milestone is not known is absent; the one before it lasts on.
    """
    starts: list[tuple[datetime, str]] = []
    for phase, milestone in STARTS:
        at = (overrides or {}).get(phase) or milestones.get(milestone)
        if at is not None and (not starts or at >= starts[-1][0]):
            starts.append((at, phase))
    found = [Span(phase, at, following) for (at, phase), (following, _) in pairwise(starts)]
    if starts:
        found.append(Span(starts[-1][1], starts[-1][0], None))
    return [span for span in found if span.end is None or span.end > span.start]


def with_latent(spans: list[Span], first: datetime | None) -> list[Span]:
    """The same with a latent phase before, when something was recorded before the first of them."""
    if first is None or not spans or first >= spans[0].start:
        return spans
    return [Span("latent", first, spans[0].start), *spans]


def phase_at(spans: Sequence[Span], at: datetime) -> str:
    """The phase in which an instant lies; before the first it is latent.

    With no milestone at all nothing is known, and diagnosis is what a timeline without milestones mostly tells.
    """
    if not spans:
        return "diagnosis"
    found = "latent"
    for span in spans:
        if at >= span.start:
            found = span.phase
    return found


def gaps(times: Sequence[datetime], milestones: Mapping[str, datetime]) -> list[Gap]:
    """Silences between detected and restored, longer than ten minutes and three times the usual spacing.

    ``times`` are the instants of the entries, sorted; ends of entries with a duration count as entries.
    """
    start, end = milestones.get("detected"), milestones.get("restored")
    if start is None or end is None:
        return []
    inside = sorted({t for t in times if start <= t <= end} | {start, end})
    spacing = [(later - earlier).total_seconds() for earlier, later in pairwise(inside)]
    if not spacing or len(inside) < 3:  # noqa: PLR2004 - only the two milestones: nothing was recorded yet
        return []
    limit = max(SMALLEST_GAP, timedelta(seconds=GAP_FACTOR * median(spacing)))
    return [Gap(earlier, later) for earlier, later in pairwise(inside) if later - earlier > limit]
