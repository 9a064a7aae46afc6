"""Updates to stakeholders against what the policy asks: the first, the longest silence, the all-clear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

ALL = "all"
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Update:
    """One update. `kind`: "initial", "status" or "all_clear"; `audience` as in the timeline, "" where nobody is named."""

    at: datetime
    kind: str
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Minutes from detection to the first update, and from one update to the next until the all-clear; None: not asked for."""

    first_minutes: int | None
    every_minutes: int | None


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch without an update; `minutes` in whole ones, `is_long` when longer than the target."""

    start: datetime
    end: datetime
    minutes: int
    is_long: bool


@dataclass(frozen=True, slots=True)
class Cadence:
    """How one audience was kept informed; `audience` "all" takes the updates of all audiences together.

    `first_minutes`: from detection to the first update, None where either is not known; an update before detection counts
    as 0. `first_late`: later than the target; None without a target. `silences`: between updates, up to the time of
    restoration. `all_clear_at`: the first all-clear; `all_clear_missing`: service is restored and nobody was told.
    """

    audience: str
    count: int
    first_at: datetime | None
    first_minutes: int | None
    first_late: bool | None
    silences: tuple[Silence, ...]
    all_clear_at: datetime | None
    all_clear_missing: bool

    @property
    def longest(self) -> Silence | None:
        """The longest silence."""
        return max(self.silences, key=lambda silence: silence.end - silence.start, default=None)

    @property
    def kept(self) -> bool | None:
        """Whether all that the policy asks was done; None where it asks for nothing or nothing can be told."""
        if self.first_late is None:
            return None
        return not (self.first_late or self.all_clear_missing or any(silence.is_long for silence in self.silences))


def target_of(terms: Mapping[str, Any], severity: int | None) -> Target | None:
    """What the policy asks for a severity; None where it asks for nothing."""
    first, every = (terms[name].get(str(severity)) for name in ("first_minutes", "every_minutes"))
    return Target(first, every) if first or every else None


def judged(
    updates: Iterable[Update], detected: datetime | None, restored: datetime | None, target: Target | None
) -> list[Cadence]:
    """All updates together, then each audience that got one, in the order of their first update.

    >>> at = datetime.fromisoformat
    >>> told = [Update(at("2026-11-20T14:30Z"), "initial"), Update(at("2026-11-20T16:00Z"), "all_clear")]
    >>> (one,) = judged(told, at("2026-11-20T14:00Z"), at("2026-11-20T15:50Z"), Target(15, 60))
    >>> one.first_minutes, one.first_late, [(s.minutes, s.is_long) for s in one.silences], one.all_clear_missing
    (30, True, [(80, True)], False)
    """
    told = sorted(updates, key=lambda update: update.at)
    audiences = dict.fromkeys(update.audience for update in told)
    groups = [(ALL, told)] if len(audiences) != 1 else []
    groups += [(name, [update for update in told if update.audience == name]) for name in audiences]
    return [_judged(name, group, detected, restored, target) for name, group in groups]


def _judged(
    audience: str, told: Sequence[Update], detected: datetime | None, restored: datetime | None, target: Target | None
) -> Cadence:
    first = told[0].at if told else None
    all_clear = next((update.at for update in told if update.kind == "all_clear"), None)
    minutes = max(first - detected, timedelta()) // A_MINUTE if first and detected else None
    late: bool | None = None
    if target and target.first_minutes and detected:
        late = minutes is None or minutes > target.first_minutes
    return Cadence(
        audience, len(told), first, minutes, late, tuple(_silences(told, restored, target)), all_clear,
        all_clear_missing=restored is not None and all_clear is None,
    )  # fmt: skip


def _silences(told: Sequence[Update], restored: datetime | None, target: Target | None) -> Iterable[Silence]:
    """From one update to the next; what follows the restoration, or the all-clear, is none."""
    ends = [update.at for update in told]
    if restored and ends and ends[-1] < restored:
        ends.append(restored)
    closed = next((update.at for update in told if update.kind == "all_clear"), None)
    for start, end in pairwise(ends):
        stop = min(end, restored) if restored else end
        if stop <= start or (closed and start >= closed):
            continue
        minutes = (stop - start) // A_MINUTE
        yield Silence(start, stop, minutes, bool(target and target.every_minutes and minutes > target.every_minutes))
