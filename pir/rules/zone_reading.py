"""A local time made an instant: by the zone word or the offset that its line has, else in the zone of the paste."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from incidents.rules.moment import settle
from incidents.rules.written import Problem, day_text
from pir.rules.zone_words import FIXED, PLACES

OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?")
LONGEST_OFFSET = timedelta(hours=14)


def instant(local: datetime, parts: Mapping[str, str | None], zone: ZoneInfo) -> datetime | Problem:
    """The instant of a naive local time, aware, with the offset it was written in; `parts` may hold "zone" or "offset".

    A word of one meaning counts as it says, all year: 14:03 PST is UTC-8 in July too.
    """
    word = parts.get("zone") or parts.get("offset") or parts.get("zone_start")
    place = PLACES.get(word.split()[0]) if word else zone.key
    if word is None or place:
        there = ZoneInfo(place or zone.key)
        settled = settle(local, there)
        return settled if isinstance(settled, Problem) else _fixed(settled.at.astimezone(there))
    for fold in (0, 1):
        candidate = local.replace(tzinfo=zone, fold=fold)
        back = candidate.astimezone(UTC).astimezone(zone)
        if candidate.tzname() == word and back.replace(tzinfo=None) == local:
            return _fixed(candidate)
    offset = _offset(word)
    if offset is not None:
        return local.replace(tzinfo=timezone(offset))
    if word in {local.replace(month=month, day=1, tzinfo=zone).tzname() for month in (1, 7)}:
        meant = local.replace(tzinfo=zone).tzname()
        return Problem(f"On {day_text(local.date())} the zone {zone.key} was on {meant}, not {word}. Write {meant} or leave it out", "zone")
    return Problem(f"{word} can mean more than one zone. Write the offset, for example UTC+1", "zone")


def _fixed(at: datetime) -> datetime:
    """With its offset alone: two times of one zone are compared by their wall clocks, which a clock change sets back."""
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta()))


def _offset(word: str) -> timedelta | None:
    """The offset of "UTC+5:30", "+01:00" or a zone word with one meaning; None for any other."""
    if word in FIXED:
        return timedelta(minutes=FIXED[word])
    found = OFFSET.fullmatch(word)
    if not found:
        return None
    span = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return None if span > LONGEST_OFFSET else span if found["sign"] == "+" else -span
