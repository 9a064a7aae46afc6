"""The marks of a time axis: round local times, from minutes to years, also over a clock change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pir.pictures.window import Window
from pir.pictures.words import clock, day, spans_days

_DAY = 1440

# Minutes from label to label, and from mark to mark between them.
_STEPS = (
    (1, 1), (2, 1), (5, 1), (10, 5), (20, 5), (30, 10), (60, 15), (120, 30), (180, 60), (360, 60), (720, 180),
    (_DAY, 360), (2 * _DAY, 720), (7 * _DAY, _DAY), (14 * _DAY, 7 * _DAY), (28 * _DAY, 7 * _DAY),
    (91 * _DAY, 7 * _DAY), (182 * _DAY, 28 * _DAY), (364 * _DAY, 28 * _DAY),
)  # fmt: skip

_ROOM = 2.2
"""From label to label, in widths of a label."""

_CLOSEST = 4.0
"""Units between two marks."""


@dataclass(frozen=True)
class Tick:
    """A mark at an instant; `label` is "" for the short marks between."""

    at: datetime
    label: str


@dataclass(frozen=True)
class ClockChange:
    """The instant at which the local clock jumps, and by how much (forward is positive)."""

    at: datetime
    by: timedelta


def ticks(window: Window, zone: ZoneInfo, width: float, measure: Callable[[str], float]) -> list[Tick]:
    """Return the marks for an axis of `width` units. `measure` says how wide a label is."""
    per_minute = width / (window.length.total_seconds() / 60)
    years = window.start.astimezone(zone).year != window.end.astimezone(zone).year
    step, between = next(
        (one for one in _STEPS if one[0] * per_minute >= measure(_label(window.end, zone, one[0], years)) * _ROOM),
        _STEPS[-1],
    )
    labelled = {at: _label(at, zone, step, years) for at in _round_times(window, zone, step)}
    if between * per_minute < _CLOSEST:
        return [Tick(at, label) for at, label in labelled.items()]
    every = sorted({*labelled, *_round_times(window, zone, between)})
    return [Tick(at, labelled.get(at, "")) for at in every]


def clock_changes(window: Window, zone: ZoneInfo) -> list[ClockChange]:
    """Return the clock changes within the window, when it is at most a fortnight long."""
    if window.length > timedelta(days=14):
        return []
    changes = []
    hour = timedelta(hours=1)
    at = window.start.replace(minute=0, second=0, microsecond=0)
    while at < window.end:
        by = _offset(at + hour, zone) - _offset(at, zone)
        if by:
            moment = _jump(at, at + hour, zone)
            if window.holds(moment):
                changes.append(ClockChange(moment, by))
        at += hour
    return changes


def _jump(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    minute = timedelta(minutes=1)
    while _offset(low + minute, zone) == _offset(low, zone) and low + minute < high:
        low += minute
    return low + minute


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _label(at: datetime, zone: ZoneInfo, step: int, years: bool) -> str:
    if step >= _DAY:
        return day(at, zone, with_year=years)
    local = at.astimezone(zone)
    midnight = local.hour == local.minute == 0
    return day(at, zone, with_weekday=True) if midnight else clock(at, zone)


def _round_times(window: Window, zone: ZoneInfo, step: int) -> list[datetime]:
    """Return the instants in the window whose local time is a multiple of `step` minutes from midnight."""
    found = {at for wall in _walls(window, zone, step) for at in _instants_of(wall, zone) if window.holds(at)}
    return sorted(found)


def _walls(window: Window, zone: ZoneInfo, step: int) -> Iterator[datetime]:
    first, last = window.start.astimezone(zone).date(), window.end.astimezone(zone).date()
    days = max(1, step // _DAY)
    # Weeks begin on Monday: day 1 of the calendar, 1 January of the year 1, is one.
    ordinal = first.toordinal() - (first.toordinal() - 1) % days
    while ordinal <= last.toordinal():
        midnight = datetime.combine(date.fromordinal(ordinal), datetime.min.time())
        yield from (midnight + timedelta(minutes=at) for at in range(0, _DAY, step))
        ordinal += days


def _instants_of(wall: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the instants at which clocks show a local time: none in the spring gap, two in the autumn fold."""
    for fold in (0, 1):
        at = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if at.astimezone(zone).replace(tzinfo=None) == wall:
            yield at


def on_one_day(window: Window, zone: ZoneInfo) -> bool:
    """Tell whether all that is to scale happened on one local day, so that no label needs its day."""
    return not spans_days(window.start, window.end, zone)
