"""A written stamp made an instant: its day from the line or inherited, midnight crossed, its end; zones are in `zone_reading`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from incidents.rules.written import FIRST_YEAR, LAST_YEAR, NOON, DateOrder, Problem, made_date, made_time
from pir.rules.month_words import month_number, weekday_number
from pir.rules.times import Stamp
from pir.rules.zone_reading import instant

KEEP_AS_TEXT = ", or start the line with \\ to keep it as text"
# A clock that goes back by more than this has passed midnight; by less, the lines are out of order.
ROLL_OVER = timedelta(hours=6)
#: The parts of a stamp that name its day.
NAMING = ("day", "one", "plus", "count", "weekday")
LAST_DAY = date(LAST_YEAR, 12, 31)

T = TypeVar("T")
Parts = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a line takes from those before it: the day, the local time that a roll-over is judged by, the order of 03/04."""

    first_day: date
    day: date
    previous: datetime | None = None
    order: DateOrder = "dmy"


@dataclass(frozen=True, slots=True)
class Read:
    """A stamp as read: aware instants with the offset they were written in, and the local time on the wall (naive)."""

    at: datetime
    until: datetime | None
    local: datetime


def day_of(parts: Parts, inherited: Inherited, typed: str) -> date | Problem:
    """The day that a stamp or a heading names; the inherited one when it names none."""
    if parts.get("plus") or parts.get("count"):
        return _plus(inherited.first_day, int(parts.get("plus") or int(parts["count"] or 0) - 1))
    if parts.get("weekday"):
        return _plus(inherited.day, (weekday_number(parts["weekday"] or "") - inherited.day.weekday()) % 7)
    if not parts.get("day") and not parts.get("one"):
        return inherited.day
    parts = _numbered(parts)
    if parts.get("slip") and abs(int(parts["year"] or 0) - inherited.day.year) > 1:
        return _sentence_for_lines(Problem(f"{typed} is not a date. Check the year", "date"))
    if not parts.get("year"):
        return _nearest(parts, inherited, typed)
    return _sentence_for_lines(made_date(dict(parts), inherited.order, typed))


def read_stamp(stamp: Stamp, inherited: Inherited, zone: ZoneInfo) -> Read | Problem:
    """The instants of a stamp, or the sentence that says why it has none. Never raises."""
    parts = _with_shared_half(stamp.parts)
    day = day_of(parts, inherited, stamp.typed)
    if isinstance(day, Problem):
        return day
    clock = made_time(dict(parts), _clock_text(parts, ""))
    if isinstance(clock, Problem):
        return _sentence_for_lines(clock)
    local = datetime.combine(day, clock)
    names_day = any(parts.get(name) for name in NAMING)
    if not names_day and inherited.previous and inherited.previous - local > ROLL_OVER and day < LAST_DAY:
        local += timedelta(days=1)
    at = instant(local, parts, zone)
    if isinstance(at, Problem):
        return at
    until = _end(local, at, parts, zone)
    return until if isinstance(until, Problem) else Read(at, until, local)


def _end(local: datetime, at: datetime, parts: Parts, zone: ZoneInfo) -> datetime | Problem | None:
    """The end of a range; past midnight when it would be more than six hours before the start. None when there is none."""
    if parts.get("hour_end") is None:
        return None
    text = _clock_text(parts, "_end")
    clock = made_time({name: parts.get(f"{name}_end") for name in ("hour", "minute", "second", "half")}, text)
    if isinstance(clock, Problem):
        return _sentence_for_lines(clock)
    written = _end_day(parts, local.year)
    names_day = written is not None
    day = made_date(dict(written), "dmy", text) if written else local.date()
    if isinstance(day, Problem):
        return _sentence_for_lines(day)
    end = datetime.combine(day, clock)
    if not names_day and local - end > ROLL_OVER and end.date() < LAST_DAY:
        end += timedelta(days=1)
    until = instant(end, parts, zone)
    if isinstance(until, Problem):
        return until
    if until < at:
        return Problem(f"{text} is before {_clock_text(parts, '')}. Check the end of the range", "time")
    return until if until > at else None


def _end_day(parts: Parts, year: int) -> Parts | None:
    """Year, number of the month and day of the end of a range, in `year` where it names none; None when it names no day."""
    month = parts.get("end_month") or parts.get("end_month_first")
    if month:
        named = parts.get("end_year_last") or parts.get("end_year_then") or str(year)
        return {"year": named, "number": str(month_number(month)), "day": parts.get("end_day_first") or parts.get("end_day_last")}
    return {name: parts.get(f"end_{name}") for name in ("year", "number", "day")} if parts.get("end_year") else None


def _numbered(parts: Parts) -> Parts:
    """The parts with the name of a month as its number, and a year of two digits in this century."""
    if parts.get("month"):
        parts = {**parts, "month": None, "number": str(month_number(parts["month"] or ""))}
    return {**parts, "year": f"20{parts['short_year']}"} if parts.get("short_year") else parts


def _nearest(parts: Parts, inherited: Inherited, typed: str) -> date | Problem:
    """The day and month of a stamp in the year that brings them nearest to the inherited day."""
    near = inherited.day
    made = [made_date({**parts, "year": str(year)}, inherited.order, typed) for year in (near.year - 1, near.year, near.year + 1)]
    days = [day for day in made if not isinstance(day, Problem)]
    if days:
        return min(days, key=lambda day: abs(day - near))
    return _sentence_for_lines(Problem(f"{typed} is not a date. Check the day and the month", "date"))


def _plus(day: date, days: int) -> date | Problem:
    moved = day.toordinal() + days
    if not date(FIRST_YEAR, 1, 1).toordinal() <= moved <= LAST_DAY.toordinal():
        return Problem(f"D+{days} is outside this incident. Check the date", "date")
    return date.fromordinal(moved)


def _with_shared_half(parts: Parts) -> Parts:
    """In "2:03-2:10 pm" both are in the afternoon; in "11:50-12:10 pm" the start is still in the morning."""
    half = parts.get("half_end")
    if not half or parts.get("half") or int(parts.get("hour") or 0) > NOON:
        return parts
    start, end = (
        (int(parts.get("hour" + which) or 0) % NOON, int(parts.get("minute" + which) or 0)) for which in ("", "_end")
    )
    other = {"a": "p", "p": "a"}[half.lower()]
    return {**parts, "half": half if start <= end else other}


def _clock_text(parts: Parts, which: str) -> str:
    """A clock as it was typed, without its date: "25:99", "13:27 am"."""
    numbers = [parts[name + which] for name in ("hour", "minute", "second") if parts.get(name + which)]
    half = parts.get("half" + which)
    return ":".join(str(number) for number in numbers) + (f" {half.lower()}m" if half else "")


def _sentence_for_lines(result: T | Problem) -> T | Problem:
    """A problem of a date or a time with the way out that a pasted line has."""
    return Problem(result.sentence + KEEP_AS_TEXT, result.kind) if isinstance(result, Problem) else result
