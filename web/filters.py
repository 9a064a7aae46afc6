"""Words for instants, durations and numbers in templates. A no-break space joins what belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from kernel import clock
from web.forms.fields import words_of
from web.forms.filled import MONTHS

NB = "\N{NO-BREAK SPACE}"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOUR, DAY = 60, 24 * 60
#: Up to so many minutes a duration is told in hours.
IN_HOURS = 3 * DAY

Instant = datetime | str


class Left(NamedTuple):
    """Time left, or by how much it was passed: "6 h 9 min" · "Passed by 2 h"."""

    text: str
    is_passed: bool


def instant(at: Instant) -> datetime:
    """An aware datetime from one, or from ISO 8601 text such as ``2026-11-20T14:03:00Z``."""
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    if found.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return found


def machine(at: Instant | date) -> str:
    """For ``<time datetime>``: the instant in UTC, or the date."""
    if isinstance(at, date) and not isinstance(at, datetime):
        return at.isoformat()
    return clock.stamp(instant(at)) or ""


def local(at: Instant | None, zone: str = "UTC", form: str = "full") -> str:
    """``full`` "Fri 20 Nov 2026, 14:03 GMT" · ``day`` "Fri 20 Nov 2026" · ``short`` "20 Nov 14:03" · ``clock`` "14:03"."""
    if at is None or at == "":
        return "not known"
    there = instant(at).astimezone(ZoneInfo(zone))
    hours = f"{there:%H:%M}"
    if form == "clock":
        return hours
    if form == "short":
        return f"{short_day(there)} {hours}"
    if form == "day":
        return day(there.date())
    return f"{day(there.date())}, {hours}{NB}{zone_name(there)}"


def zone_name(there: datetime) -> str:
    """As in "GMT", "CET", or "UTC+10:30" where the zone has no letters of its own."""
    name = there.tzname() or ""
    if name.isalpha():
        return name
    return offset(there)


def offset(there: datetime) -> str:
    """As in "UTC+0", "UTC+5:30", "UTC-3"."""
    minutes = int((there.utcoffset() or timedelta()).total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), HOUR)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def zone_words(at: Instant, zone: str) -> str:
    """Name and offset at that instant: "GMT (UTC+0)"; the offset alone where there is no name."""
    there = instant(at).astimezone(ZoneInfo(zone))
    name = zone_name(there)
    return name if name.startswith("UTC") and name != "UTC" else f"{name} ({offset(there)})"


def day(of: date | str | None, *, year: bool = True) -> str:
    """As in "Fri 20 Nov 2026", or without the year."""
    if not of:
        return "not known"
    when = date.fromisoformat(of) if isinstance(of, str) else of
    text = f"{DAYS[when.weekday()]} {short_day(when)}"
    return f"{text} {when.year}" if year else text


def short_day(of: date) -> str:
    return f"{of.day}{NB}{MONTHS[of.month - 1]}"


def relative_day(at: Instant, focus: Instant, zone: str = "UTC") -> str:
    """As in "D-2 " for two days before the day of ``focus``, "D+1 " after it, "" on the day itself (local days)."""
    place = ZoneInfo(zone)
    days = (instant(at).astimezone(place).date() - instant(focus).astimezone(place).date()).days
    return f"D{days:+d}{NB}" if days else ""


def minutes(total: float) -> str:
    """A duration: "45 s", "32 min", "6 h 9 min", "40 h", from 3 days on "5 days 4 h"."""
    if total < 1:
        return f"{round(total * 60)}{NB}s"
    whole = round(total)
    if whole < HOUR:
        return f"{whole}{NB}min"
    if whole < IN_HOURS:
        return _two(whole // HOUR, "h", whole % HOUR, "min")
    hours = round(whole / HOUR)
    return _two(hours // 24, "days", hours % 24, "h")


def duration(length: timedelta) -> str:
    return minutes(length.total_seconds() / 60)


def _two(big: int, big_word: str, small: int, small_word: str) -> str:
    text = f"{big}{NB}{big_word}"
    return f"{text}{NB}{small}{NB}{small_word}" if small else text


def time_left(due: Instant, at: datetime | None = None, working_days: int | None = None) -> Left:
    """What is left until ``due``: hours below 3 days; above, ``working_days`` if the caller counted them."""
    rest = instant(due) - (at or clock.now())
    if rest < timedelta():
        return Left(f"Passed by {duration(-rest)}", is_passed=True)
    if rest >= timedelta(minutes=IN_HOURS):
        if working_days is not None:
            return Left(counted(working_days, "working day", "working days"), is_passed=False)
        return Left(counted(rest.days, "day", "days"), is_passed=False)
    return Left(duration(rest), is_passed=False)


def counted(number: int | Sequence[Any], one: str, many: str) -> str:
    """As in "1 entry", "4 entries", "1,204 entries"."""
    count = number if isinstance(number, int) else len(number)
    return f"{grouped(count)}{NB}{one if count == 1 else many}"


def grouped(number: float) -> str:
    """41200 as "41,200"."""
    return f"{number:,}"


def paragraphs(text: str | None) -> Markup:
    """Plain text as it was typed: escaped, blank lines part paragraphs, single line ends stay."""
    blocks = re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n").strip())
    lines = (Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks if block.strip())
    return Markup("").join(Markup("<p>{}</p>").format(block) for block in lines)


def choices(options: Iterable[Any]) -> list[tuple[str, str, str]]:
    """Options of a field as (value, label, hint), from values or shorter tuples."""
    found = []
    for option in options:
        parts = (option, words_of(option)) if isinstance(option, str) else tuple(option)
        value, label, hint = (*parts, "", "")[:3]
        found.append((str(getattr(value, "value", value)), str(label), str(hint)))
    return found


FILTERS = {
    "choices": choices,
    "clock": lambda at, zone="UTC": local(at, zone, "clock"),
    "counted": counted,
    "day": day,
    "duration": duration,
    "grouped": grouped,
    "instant": instant,
    "local": local,
    "machine": machine,
    "minutes": minutes,
    "paragraphs": paragraphs,
    "relative_day": relative_day,
    "time_left": time_left,
    "words": words_of,
    "zone_words": zone_words,
}
