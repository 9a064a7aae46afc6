"""The ways in which people write the time at the beginning of a timeline line: a table of dialects, and what a match says.

A dialect is a way to write the day (or to leave it out) and a way to write the clock. With `:` or `h` a text is a time, and
an impossible one is an error. Four bare digits or `14.03` might as well be a count or a version: those are *weak*, and only the
caller can say, by the window of the incident, whether they are times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incidents.rules.written import MONTH, WEEKDAY

ABOUT = r"(?:~|≈|(?:about|around|approx(?:imately|\.)?|circa|ca\.?|c\.)\s)"
YEAR = r"(?P<year>[0-9]{4})"
DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"

DAYS = {
    "iso": YEAR + r"[-/](?P<number>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})",
    "day month year": WEEKDAY + DAY + r"[\s-]+(?:of\s+)?" + MONTH + r",?[\s-]+" + YEAR,
    "month day year": WEEKDAY + MONTH + r"\s+" + DAY + r",?\s+" + YEAR,
    "numbers": r"(?P<one>[0-9]{1,2})(?P<mark>[-/.])(?P<two>[0-9]{1,2})(?P=mark)" + YEAR,
    "day month": WEEKDAY + DAY + r"[\s-]+(?:of\s+)?" + MONTH,
    "month day": WEEKDAY + MONTH + r"\s+" + DAY,
    "relative": r"D\s?\+\s?(?P<plus>[0-9]{1,3})",
}
BETWEEN = r"(?:,?\s+(?:at\s+)?|,|\s*\|\s*|\s+[-–—@]\s+|:\s+)"

# "§" stands for what follows the names of the groups: nothing for the start, "_end" for the end of a range.
# "2:03 pm", "2:03 p.m.", "2:03p"; not "2:03 A new …".
HALF = r"(?:\s?(?P<half§>[ap])(?:\.?m\.?|(?<=[0-9][ap])))"
WHOLE_HALF = r"(?:\s?(?P<half§>[ap])\.?m\.?)"
CLOCKS = {
    "colon": r"(?P<hour§>[0-9]{1,2}):(?P<minute§>[0-9]{2})(?::(?P<second§>[0-9]{2})(?:[.,][0-9]{1,9})?)?" + HALF + "?",
    "h": r"(?P<hour§>[0-9]{1,2})h(?P<minute§>[0-9]{2})",
    "half": r"(?P<hour§>[0-9]{1,2})(?:\.(?P<minute§>[0-9]{2}))?" + WHOLE_HALF,
    "dotted": r"(?P<hour§>[0-9]{1,2})\.(?P<minute§>[0-9]{2})",
    "bare": r"(?P<hour§>[0-9]{2})(?P<minute§>[0-9]{2})",
}
WEAK = frozenset({"dotted", "bare"})
# "20 Nov 2026 …" would be 20:26 on 20 November.
NOT_AFTER = {clock: frozenset({"day month", "month day"}) for clock in WEAK}

END_DAY = r"(?:(?P<end_year>[0-9]{4})-(?P<end_number>[0-9]{1,2})-(?P<end_day>[0-9]{1,2})[T\s]\s*)?"
# "¶" stands for the clock of the end, written in the same way as that of the start.
RANGE = r"(?:\s*(?:[-–—→]|->|to\s|until\s)\s*" + END_DAY + r"(?:¶)(?![0-9A-Za-z_:]))?"
# Zone words count in capitals only: "14:03 est. 200 users" is no zone. A bare "-14:40" is the end of a range, never an offset.
ZONE = (
    r"(?:\s?\(?(?-i:(?P<zone>Z|(?:UTC|GMT)(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?"
    r"|[PMCE][SD]?T|AK[SD]T|HST|CES?T|EES?T|WES?T|BST|IST|JST|KST|MSK|SGT|HKT|A[CEW][SD]T|NZ[SD]T)\b)\)?"
    r"|\s?(?P<offset>\+[0-9]{2}:?[0-9]{2})(?![0-9]))?"
)
EXACT_OFFSET = r"(?P<offset>[+-][0-9]{2}:?[0-9]{2})"
CLOSE = r"(?P<about_after>~)?(?![0-9A-Za-z_%]|[.,:][0-9])"
OPEN = r"(?P<open>[\[(*_`]*)\s*"
SEPARATOR = re.compile(r"\s*(?:->|=>|[-–—|,:>])(?=\s|$)|:(?=\S)")

# A day and a time at the very end of a line, both in full: "Fault occurs 2020-02-12 11:45".
TRAILING = re.compile(r"[\s(](?P<stamp>[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)\)?$", re.ASCII)
LONGEST_STAMP = 120


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as it was written: its named parts, whether it is weak or rough, the text it was, and the text that follows it."""

    parts: dict[str, str | None]
    typed: str
    rest: str
    about: bool = False
    weak: bool = False
    bracketed: bool = False


def _dialects() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Every way to write the day with every way to write the clock, the most explicit first; then the clock alone."""
    zoned = DAYS["iso"] + "T" + _clock("colon") + EXACT_OFFSET
    yield "iso", "colon", _compiled(zoned)
    for clock in CLOCKS:
        times = _clock(clock) + RANGE.replace("¶", _clock(clock, "_end")) + ZONE
        for day, written in DAYS.items():
            if day not in NOT_AFTER.get(clock, ()):
                between = r"(?:T|" + BETWEEN + ")" if day == "iso" else BETWEEN
                yield day, clock, _compiled(written + between + rf"(?P<about_time>{ABOUT}\s*)?" + times)
        yield "none", clock, _compiled(times)


def _clock(name: str, which: str = "") -> str:
    """The pattern of a clock with its groups named hour, minute, second, half, or hour_end and so on."""
    return CLOCKS[name].replace("§", which)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{OPEN}(?P<about_day>{ABOUT}\s*)?(?P<typed>{pattern}){CLOSE}", re.IGNORECASE | re.ASCII)


DIALECTS = tuple(_dialects())
DATE_ALONE = tuple(re.compile(rf"{OPEN}(?P<typed>{day})(?![0-9A-Za-z_])", re.IGNORECASE | re.ASCII) for day in DAYS.values())


def leading(body: str) -> Stamp | None:
    """The time that a line begins with, or None."""
    head = body[:LONGEST_STAMP]
    if not any(character in "0123456789" for character in head):
        return None
    for _, clock, pattern in DIALECTS:
        if found := pattern.match(head):
            parts = found.groupdict()
            about = any(parts[name] for name in ("about_day", "about_time", "about_after") if name in parts)
            rest = _after(body[found.end() :], parts["open"] or "")
            return Stamp(parts, parts["typed"] or "", rest, about, clock in WEAK, "[" in (parts["open"] or ""))
    return None


def trailing(body: str) -> Stamp | None:
    """The full date and time that a line ends with, or None; its text is what stands before."""
    tail = body[-LONGEST_STAMP:]
    found = TRAILING.search(tail)
    if not found:
        return None
    stamp = leading(found["stamp"])
    text = body[: len(body) - len(tail) + found.start()].rstrip(" \t,:;-–—(@")
    return Stamp(stamp.parts, stamp.typed, text) if stamp and text else None


def date_alone(body: str) -> tuple[dict[str, str | None], str, str] | None:
    """The named parts of a date without a time that a line begins with, the date as typed, and the text after it."""
    for pattern in DATE_ALONE:
        if found := pattern.match(body[:LONGEST_STAMP]):
            parts = found.groupdict()
            return parts, parts["typed"] or "", _after(body[found.end() :], parts["open"] or "")
    return None


def _after(rest: str, opened: str) -> str:
    """What follows a stamp, without the marks that close what was opened before it and without one separator."""
    marks = [mark for mark in ("**", "__", "*", "_", "`") if mark in opened]
    for mark in (*marks, "]" if "[" in opened else "", ")" if "(" in opened else ""):
        rest = rest.removeprefix(":").removeprefix(mark) if mark and rest.startswith(":" + mark) else rest.removeprefix(mark)
    if found := SEPARATOR.match(rest):
        rest = rest[found.end() :]
    for mark in marks[:1]:
        if rest.count(mark) % 2 and rest.rstrip().endswith(mark):
            rest = rest.rstrip().removesuffix(mark)
    return rest.strip()
