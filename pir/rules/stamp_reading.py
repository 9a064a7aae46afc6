"""A written stamp made an instant: its day from the line or inherited, midnight crossed, its zone, its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeVar
from zoneinfo import ZoneInfo

from incidents.rules.moment import settle
from incidents.rules.written import FIRST_YEAR, LAST_YEAR, NOON, Problem, day_text, made_date, made_time
from pir.rules.times import Stamp
from pir.rules.zone_words import FIXED, PLACES

KEEP_AS_TEXT = ", or start the line with \\ to keep it as text"
# A clock that goes back by more than this has passed midnight; by less, the lines are out of order.
ROLL_OVER = timedelta(hours=6)
OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?")

T = TypeVar("T")
Parts = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a line without a date takes from those before it: the day, and the local time that a roll-over is judged by."""

    first_day: date
    day: date
    previous: datetime | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A stamp as read: instants in UTC, and the local time it was on the wall (naive)."""

    at: datetime
    until: datetime | None
    local: datetime


def day_of(parts: Parts, inherited: Inherited, typed: str) -> date | Problem:
    """The day that a stamp or a heading names; the inherited one when it names none."""
    if parts.get("plus"):
        return _plus(inherited.first_day, int(parts["plus"] or 0))
    if not parts.get("day") and not parts.get("one"):
        return inherited.day
    if not parts.get("year"):
        return _nearest(parts, inherited.day, typed)
    return _sentence_for_lines(made_date(dict(parts), "dmy", typed))


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
    names_day = any(parts.get(name) for name in ("day", "one", "plus"))
    if not names_day and inherited.previous and inherited.previous - local > ROLL_OVER and day < date(LAST_YEAR, 12, 31):
        local += timedelta(days=1)
    at = _instant(local, parts, zone)
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
    names_day = bool(parts.get("end_year"))
    written = {name: parts.get(f"end_{name}") for name in ("year", "number", "day")}
    day = made_date(written, "dmy", text) if names_day else local.date()
    if isinstance(day, Problem):
        return _sentence_for_lines(day)
    end = datetime.combine(day, clock)
    if not names_day and local - end > ROLL_OVER and end.date() < date(LAST_YEAR, 12, 31):
        end += timedelta(days=1)
    until = _instant(end, parts, zone)
    if isinstance(until, Problem):
        return until
    if until < at:
        return Problem(f"{text} is before {_clock_text(parts, '')}. Check the end of the range", "time")
    return until if until > at else None


def _instant(local: datetime, parts: Parts, zone: ZoneInfo) -> datetime | Problem:
    """A local time in UTC: by the zone word or offset of the line, else in the zone of the paste."""
    word = parts.get("zone") or parts.get("offset")
    if word is None:
        settled = settle(local, zone)
        return settled if isinstance(settled, Problem) else settled.at
    if word in PLACES:
        settled = settle(local, ZoneInfo(PLACES[word]))
        return settled if isinstance(settled, Problem) else settled.at
    for fold in (0, 1):
        candidate = local.replace(tzinfo=zone, fold=fold)
        back = candidate.astimezone(UTC).astimezone(zone)
        if candidate.tzname() == word and back.replace(tzinfo=None) == local:
            return candidate.astimezone(UTC)
    if word in {local.replace(month=month, day=1, tzinfo=zone).tzname() for month in (1, 7)}:
        meant = local.replace(tzinfo=zone).tzname()
        return Problem(f"On {day_text(local.date())} the zone {zone.key} was on {meant}, not {word}. Write {meant} or leave it out", "zone")
    offset = _offset(word)
    if offset is None:
        return Problem(f"{word} can mean more than one zone. Write the offset, for example UTC+1", "zone")
    return local.replace(tzinfo=timezone(offset)).astimezone(UTC)


def _offset(word: str) -> timedelta | None:
    """The offset of "UTC+5:30", "+01:00" or a zone word with one meaning; None for any other."""
    if word in FIXED:
        return timedelta(minutes=FIXED[word])
    found = OFFSET.fullmatch(word)
    if not found:
        return None
    span = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return None if span > timedelta(hours=14) else span if found["sign"] == "+" else -span


def _nearest(parts: Parts, near: date, typed: str) -> date | Problem:
    """The day and month of a stamp in the year that brings them nearest to the inherited day."""
    made = [made_date({**parts, "year": str(year)}, "dmy", typed) for year in (near.year - 1, near.year, near.year + 1)]
    days = [day for day in made if not isinstance(day, Problem)]
    if days:
        return min(days, key=lambda day: abs(day - near))
    return _sentence_for_lines(Problem(f"{typed} is not a date. Check the day and the month", "date"))


def _plus(day: date, days: int) -> date | Problem:
    moved = day.toordinal() + days
    if not date(FIRST_YEAR, 1, 1).toordinal() <= moved <= date(LAST_YEAR, 12, 31).toordinal():
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
