"""Dates of an export: whether day or month comes first is decided once for a file, by what its own dates can only mean.

The rule: ISO dates (2016-02-29) need no decision, and 29.2.2016 with dots is always day first. In 29/2/2016 or 29-2-2016 a
number over 12 tells which is the day. One such date settles the order for all dates of the file, and no date is ever read in
the other order. A file whose dates tell both orders, or none of whose dates tells, is refused until somebody says the order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from incidents.rules.moment import Moment, settle
from incidents.rules.written import (
    FIRST_YEAR,
    LAST_YEAR,
    DateOrder,
    Problem,
    made_date,
    made_time,
    read_date,
    read_time,
    shortened,
    time_text,
)
from kernel.intake.refusal import Unreadable

Says = Literal["day_first", "month_first", "undecided", ""]

CELL = re.compile(
    r"(?:(?P<year4>[0-9]{4})(?P<iso>[-/.])(?P<number>[0-9]{1,2})(?P=iso)(?P<day>[0-9]{1,2})"
    r"|(?P<one>[0-9]{1,2})(?P<mark>[-/.])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}))"
    r"(?:(?:T|,?\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"\s*(?:(?P<half>[ap])\.?m\.?)?\s*(?P<offset>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.IGNORECASE,
)
LAST_MONTH = 12
LARGEST_OFFSET = timedelta(hours=14)
NAMES: dict[DateOrder, str] = {"dmy": "day/month/year", "mdy": "month/day/year"}


@dataclass(slots=True)
class OrderEvidence:
    """What the dates seen so far say about their order; each field quotes the first one that says it."""

    day_first: str | None = None
    month_first: str | None = None
    undecided: str | None = None

    def see(self, row: int, column: str, text: str) -> None:
        """Take one cell into account; texts that are no dates say nothing."""
        says = said_by(text)
        if says and getattr(self, says) is None:
            setattr(self, says, f"row {row}, {column}: {text.strip()}")

    def order(self) -> DateOrder:
        """The order of the file; day first when it makes no difference. `Unreadable` of kind "date_order" when it cannot be known."""
        if self.day_first and self.month_first:
            raise Unreadable(
                f"The file has dates in two orders: {self.day_first} can only be day/month, {self.month_first} can only be month/day. "
                "Say which one holds with --date-order dmy or --date-order mdy; rows in the other order are then rejected",
                "date_order",
            )
        if self.undecided and not self.day_first and not self.month_first:
            raise Unreadable(
                f"No date in the file tells whether the day or the month comes first ({self.undecided}). "
                "Say so with --date-order dmy or --date-order mdy",
                "date_order",
            )
        return "mdy" if self.month_first else "dmy"


@lru_cache(maxsize=16_384)
def said_by(text: str) -> Says:
    """What one text says of the order of day and month; "" when it says nothing."""
    found = CELL.fullmatch(text.strip())
    if not found or not found["one"]:
        return ""
    one, two = int(found["one"]), int(found["two"])
    if found["mark"] == "." or one > LAST_MONTH >= two:
        return "day_first"
    if two > LAST_MONTH >= one:
        return "month_first"
    return "undecided" if one != two else ""


@lru_cache(maxsize=16_384)
def read_cell(text: str, zone: ZoneInfo, order: DateOrder, patterns: tuple[str, ...] = ()) -> Moment | Problem:
    """A date with its time of day, as an instant; a written offset wins over the zone. The problem of the overlap is the caller's.

    With ``patterns`` (of `datetime.strptime`) a text has to follow one of them, or to have the year first.
    """
    found = CELL.fullmatch(text)
    if patterns and not (found and found["year4"]):
        return _of_pattern(text, zone, patterns)
    if not found:
        return _in_words(text, zone)
    return _in_numbers(found, text, zone, order)


def _in_numbers(found: re.Match[str], text: str, zone: ZoneInfo, order: DateOrder) -> Moment | Problem:
    if not found["half"] and not found["offset"] and (local := _plain(found, order)):
        return settle(local, zone, typed=text)
    parts = found.groupdict()
    dotted = parts["mark"] == "."
    day = made_date({**parts, "year": parts["year4"] or parts["year"], "month": None}, "dmy" if dotted else order, text)
    if isinstance(day, Problem):
        return day if not parts["one"] else Problem(f"{text} is not a date in the order {NAMES[order]} of this file", "date")
    if not parts["hour"]:
        return Problem(f"{text} has no time of day", "time")
    clock = made_time(parts, f"{parts['hour']}:{parts['minute']}" + (f":{parts['second']}" if parts["second"] else ""))
    if isinstance(clock, Problem):
        return clock
    if parts["offset"]:
        return _with_offset(day, clock, parts["offset"], zone, text)
    return settle(datetime.combine(day, clock), zone, typed=text)


def _plain(found: re.Match[str], order: DateOrder) -> datetime | None:
    """The local time of a cell that is simply right, as nearly all are; None leaves it to the longer way, which says what is wrong."""
    year4, number, day, one, mark, two, year, hour, minute, second = found.group(
        "year4", "number", "day", "one", "mark", "two", "year", "hour", "minute", "second"
    )
    if year4 is None:
        year4, day, number = (year, one, two) if order == "dmy" or mark == "." else (year, two, one)
    if hour is None or not FIRST_YEAR <= int(year4) <= LAST_YEAR:
        return None
    try:
        return datetime(int(year4), int(number), int(day), int(hour), int(minute), int(second or 0))  # noqa: DTZ001 - `settle` gives it its zone
    except ValueError:
        return None


def _in_words(text: str, zone: ZoneInfo) -> Moment | Problem:
    """Such as "20 Nov 2026 14:03" or "Nov 20, 2026 2:03 PM": the name of a month leaves no question of order."""
    words = text.split()
    for place in range(len(words) - 1, 0, -1):
        written = " ".join(words[:place]).rstrip(",")
        day, clock = read_date(written), read_time(" ".join(words[place:]))
        if isinstance(day, date) and isinstance(clock, time) and any(map(str.isalpha, written)):
            return settle(datetime.combine(day, clock), zone, typed=text)
    return Problem(f'"{shortened(text)}" is not a date and time', "date")


def _of_pattern(text: str, zone: ZoneInfo, patterns: tuple[str, ...]) -> Moment | Problem:
    for pattern in patterns:
        try:
            local = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is the file's, unless the pattern reads one
        except ValueError:
            continue
        if not FIRST_YEAR <= local.year <= LAST_YEAR:
            return Problem(f"{local.year} is not a year that can be meant. Check the date", "date")
        return settle(local, zone, typed=text) if local.tzinfo is None else Moment(local.astimezone(UTC), zone.key, text)
    return Problem(f'"{shortened(text)}" does not follow the date format of the map ({" or ".join(patterns)})', "date")


def _with_offset(day: date, clock: time, offset: str, zone: ZoneInfo, text: str) -> Moment | Problem:
    if offset.upper() in {"Z", "UTC", "GMT"}:
        span = timedelta()
    else:
        span = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
        if span > LARGEST_OFFSET:
            return Problem(f"{offset} is not an offset from UTC ({time_text(clock)}{offset})", "zone")
        span = -span if offset[0] == "-" else span
    return Moment(datetime.combine(day, clock, timezone(span)).astimezone(UTC), zone.key, text)
