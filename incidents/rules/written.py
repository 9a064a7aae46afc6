"""Dates and times as people and tools write them: text in, `date` or `time` out, or the sentence that says what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

DateOrder = Literal["dmy", "mdy"]
ProblemKind = Literal["missing", "date", "time", "zone", "gap", "overlap"]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Any beginning of at least three letters of the English name, "Sept" with and without its dot among them.
MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"

# Zones of the nineteenth century have offsets in seconds and the year 9999 overflows in UTC: neither is an incident's.
FIRST_YEAR, LAST_YEAR = 1900, 2199
NOON = 12

DATES = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        r"(?P<year>[0-9]{4})[-/.](?P<number>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})",
        r"(?P<one>[0-9]{1,2})(?P<mark>[-/.])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})",
        WEEKDAY + r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?" + MONTH + r",?[\s-]+(?P<year>[0-9]{4})",
        WEEKDAY + MONTH + r"\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{4})",
    )
)
TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?)?"
    r"\s*(?:(?P<half>[ap])(?:\.?m\.?)?)?",
    re.IGNORECASE | re.ASCII,
)
FOUR_DIGITS = re.compile(r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text is no instant: a sentence for the person, its kind, and for an overlap the two instants it could be (UTC)."""

    sentence: str
    kind: ProblemKind
    choices: tuple[datetime, ...] = ()

    def __str__(self) -> str:
        return self.sentence


def day_text(day: date) -> str:
    """For example "25 Oct 2026", whatever the locale of the computer."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def time_text(clock: time) -> str:
    """For example "14:03", with seconds only where there are some."""
    return clock.strftime("%H:%M:%S" if clock.second else "%H:%M")


def read_date(text: str, *, order: DateOrder = "dmy") -> date | Problem:
    """The date that a text gives, with a year of four digits; `order` says which comes first in 03/04/2026."""
    text = text.strip()
    if not text:
        return Problem("Enter the date, for example 20 Nov 2026", "missing")
    for pattern in DATES:
        if found := pattern.fullmatch(text):
            return made_date(found.groupdict(), order, text)
    return Problem(f'"{shortened(text)}" is not a date. Enter it with its year, for example 20 Nov 2026', "date")


def made_date(parts: dict[str, str | None], order: DateOrder, typed: str) -> date | Problem:
    """A date of the named groups of `DATES` (year; day and month, or one and two in the given order)."""
    if parts.get("one"):
        one, two = int(parts["one"] or 0), int(parts["two"] or 0)
        day, month = (one, two) if order == "dmy" else (two, one)
    else:
        day = int(parts["day"] or 0)
        month = month_number(parts["month"] or "") if parts.get("month") else int(parts["number"] or 0)
    year = int(parts["year"] or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Problem(f"{year} is not a year that can be meant. Check the date", "date")
    try:
        return date(year, month, day)
    except ValueError:
        return Problem(f"{shortened(typed)} is not a date. Check the day and the month", "date")


def month_number(name: str) -> int:
    """1 to 12 of an English month name or its beginning."""
    return MONTHS.index(name[:3].capitalize()) + 1


def read_time(text: str) -> time | Problem:
    """The time of day that a text gives: "14:03", "14:03:22", "1403", "14.03", "14h03", "2:03 pm", "2pm"."""
    text = text.strip()
    if not text:
        return Problem("Enter the time, for example 14:03 or 1403", "missing")
    found = FOUR_DIGITS.fullmatch(text) or TIME.fullmatch(text)
    parts = found.groupdict() if found else {}
    if not parts.get("minute") and not parts.get("half"):
        return Problem(f'"{shortened(text)}" is not a time. Use 00:00 to 23:59, for example 14:03', "time")
    return made_time(parts, text)


def made_time(parts: dict[str, str | None], typed: str) -> time | Problem:
    """A time of the named groups hour, minute, second, half ("a" or "p"); "17:14 pm" is 17:14, "13:27 am" is a problem."""
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower()
    if half == "a" and hour > NOON:
        return Problem(f"{shortened(typed)} is not a time. Use 00:00 to 23:59", "time")
    if (half == "p" and hour < NOON) or (half == "a" and hour == NOON):
        hour = (hour + NOON) % (2 * NOON)
    try:
        return time(hour, minute, second)
    except ValueError:
        return Problem(f"{shortened(typed)} is not a time. Use 00:00 to 23:59", "time")


def shortened(text: str, limit: int = 40) -> str:
    """The beginning of a text, for a sentence that quotes it."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
