"""Was a service level kept? Pure: a target, the times of an incident, the hours that count, and now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kernel.calendar import WorkingCalendar

ONE_SECOND_OF_HOURS = 1 / 3600


class Measure(StrEnum):
    """What is measured. Both ends are always named (decision 5)."""

    RESPONSE = "response"
    RESTORE = "restore"


class Standing(StrEnum):
    MET = "met"
    MISSED = "missed"
    RUNNING = "running"
    LATE = "late"
    UNKNOWN = "unknown"


#: Where the clock stops, the first that is known.
ENDS = {Measure.RESPONSE: ("acknowledged",), Measure.RESTORE: ("restored", "resolved")}
#: An incident with one of these known is past the end of the measure: what is not known now is not running any more.
OVER = {
    Measure.RESPONSE: ("mitigated", "restored", "resolved", "closed"),
    Measure.RESTORE: ("closed",),
}
START = "detected"


@dataclass(frozen=True, slots=True)
class Promise:
    """A target: so many minutes, of all hours or (``support``) of those of a calendar; ``of`` says by which row."""

    measure: Measure
    minutes: int
    of: str
    support: WorkingCalendar | None = None

    def due(self, start: datetime) -> datetime:
        """The instant by which the end has to be reached (UTC)."""
        if self.support is None:
            return start + timedelta(minutes=self.minutes)
        return self.support.add_working_hours(start, self.minutes / 60)

    def span(self, earlier: datetime, later: datetime) -> timedelta:
        """How much of the hours that count lies between two instants."""
        if self.support is None:
            return later - earlier
        return timedelta(minutes=self.support.working_minutes_between(earlier, later))

    def is_kept(self, due: datetime, end: datetime) -> bool:
        """True up to ``due``, and on until support opens again: closed hours are no delay."""
        if self.support is None or end <= due:
            return end <= due
        return end < self.support.add_working_hours(due, ONE_SECOND_OF_HOURS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one promise. ``end`` names the time that stopped the clock, or would have.

    ``span``: by how much it was missed, how late it is, or what is left; None when met or unknown. ``missing``: the
    times that would have to be known.
    """

    promise: Promise
    standing: Standing
    end: str
    due_at: datetime | None = None
    span: timedelta | None = None
    missing: tuple[str, ...] = ()


def judge(promise: Promise, times: Mapping[str, datetime], now: datetime) -> Verdict:
    """The verdict at ``now`` on known ``times`` by name (aware). What is not known is never guessed."""
    ends = ENDS[promise.measure]
    start, end = times.get(START), next((name for name in ends if name in times), None)
    if start is None:
        return Verdict(promise, Standing.UNKNOWN, end or ends[0], missing=(START,) if end else (START, ends[0]))
    due = promise.due(start)
    if end is not None:
        if promise.is_kept(due, times[end]):
            return Verdict(promise, Standing.MET, end, due)
        return Verdict(promise, Standing.MISSED, end, due, promise.span(due, times[end]))
    if any(name in times for name in OVER[promise.measure]):
        return Verdict(promise, Standing.UNKNOWN, ends[0], due, missing=(ends[0],))
    if promise.is_kept(due, now):
        return Verdict(promise, Standing.RUNNING, ends[0], due, promise.span(now, due) if now < due else timedelta())
    return Verdict(promise, Standing.LATE, ends[0], due, promise.span(due, now))


def strictest(promises: list[Promise], times: Mapping[str, datetime], now: datetime) -> Verdict | None:
    """Of promises for several services the one that falls due first; without a start, the shortest. None without any."""
    verdicts = [judge(promise, times, now) for promise in promises]
    return min(verdicts, key=lambda v: (v.due_at.timestamp() if v.due_at else 0.0, v.promise.minutes), default=None)
