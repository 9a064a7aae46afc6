"""Times told from another one: "T+10m", "+4", "4 min later"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

From = Literal["first", "last written", "before"]

HOURS = r"h(?:(?:ou)?rs?)?"
MINUTES = r"m(?:in(?:ute)?s?)?\.?"
SECONDS = r"s(?:ec(?:ond)?s?)?\.?"
SPAN = (
    r"(?:(?P<clock_hour>[0-9]{1,3}):(?P<clock_minute>[0-9]{2})(?::(?P<clock_second>[0-9]{2}))?"
    rf"|(?:(?P<hours>[0-9]{{1,3}})\s?{HOURS})(?:\s?(?P<also>[0-9]{{1,2}})(?:\s?{MINUTES})?)?"
    rf"|(?P<minutes>[0-9]{{1,4}})\s?{MINUTES}(?:\s?(?P<with>[0-9]{{1,2}})\s?{SECONDS})?"
    rf"|(?P<seconds>[0-9]{{1,5}})\s?{SECONDS}"
    r"|(?P<bare>[0-9]{1,4}))"
)
WORDS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "five": 5.0, "ten": 10.0, "half an": 0.5, "eine": 1.0, "einer": 1.0}
NUMBER = r"(?P<number>[0-9]{1,4}|" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")"
UNIT = r"(?P<unit>seconds?|secs?|minuten?|minutes?|mins?|stunden?|hours?|hrs?|h|tage?|days?|m|s)\.?"
#: By the beginning of the word; the first that fits counts.
UNIT_SECONDS = (("st", 3600), ("s", 1), ("m", 60), ("h", 3600), ("t", 86400), ("d", 86400))
OPEN = r"[\[(*_`~]*\s*(?P<about>(?:about|around|approx(?:imately|\.)?|ca\.?|roughly|etwa)\s+)?"
CLOSE = r"(?![0-9A-Za-z_%]|[.:/][0-9])"

PATTERNS: tuple[tuple[From, re.Pattern[str]], ...] = (
    ("first", re.compile(rf"{OPEN}(?P<typed>T\s?(?P<sign>[+-])\s?{SPAN}){CLOSE}", re.IGNORECASE | re.ASCII)),
    ("first", re.compile(rf"{OPEN}(?P<typed>T\s?0){CLOSE}", re.IGNORECASE | re.ASCII)),
    ("last written", re.compile(rf"{OPEN}(?P<typed>(?P<sign>\+)\s?{SPAN}){CLOSE}", re.IGNORECASE | re.ASCII)),
    ("before", re.compile(rf"{OPEN}(?P<typed>{NUMBER}\s?{UNIT}\s+(?:later|after(?:wards)?|später|danach)){CLOSE}", re.IGNORECASE | re.ASCII)),
    ("before", re.compile(rf"{OPEN}(?P<typed>(?:after|nach)\s(?:another\s)?{NUMBER}\s?{UNIT}){CLOSE}(?=\s*[,:*\]–—-])", re.IGNORECASE | re.ASCII)),
)
# "+4 nodes added" counts something; "+4 on-call paged" is a time.
COUNTED = re.compile(r"\s*%|\s+[a-zäöü]{2,}s\b")
LONGEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Relative:
    """How long after which time: the first of the text, the last that was written out, or the one of the line before."""

    since: From
    span: timedelta
    typed: str
    end: int
    about: bool


def relative(body: str) -> Relative | None:
    """The relative time that a line begins with, or None; `end` is where its text begins."""
    head = body[:80]
    for since, pattern in PATTERNS:
        found = pattern.match(head)
        if not found:
            continue
        parts = found.groupdict()
        if since == "last written" and parts["bare"] and COUNTED.match(head[found.end() :]):
            return None
        span = _span(parts)
        if span > LONGEST:
            return None
        return Relative(since, -span if parts.get("sign") == "-" else span, parts["typed"], found.end(), bool(parts["about"]))
    return None


def _span(parts: dict[str, str | None]) -> timedelta:
    if number := parts.get("number"):
        count = WORDS.get(number.lower()) or float(number if number.isdigit() else 0)
        return timedelta(seconds=count * next(seconds for unit, seconds in UNIT_SECONDS if (parts["unit"] or "s").lower().startswith(unit)))
    whole = {name: int(parts.get(name) or 0) for name in (
        "clock_hour", "clock_minute", "clock_second", "hours", "also", "minutes", "with", "seconds", "bare",
    )}  # fmt: skip
    return timedelta(
        hours=whole["clock_hour"] + whole["hours"],
        minutes=whole["clock_minute"] + whole["also"] + whole["minutes"] + whole["bare"],
        seconds=whole["clock_second"] + whole["with"] + whole["seconds"],
    )

