"""Calendars as people keep them: hours as they are typed, public holidays by country, and days of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import holidays

from kernel.calendar import Hours

WEEK_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_HOURS = re.compile(r"(\d{1,2})[:.]?(\d{2})?\s*(?:-|–|—|to|until)\s*(\d{1,2})[:.]?(\d{2})?", re.IGNORECASE)
_HOUR = 60
_LATEST = 24 * _HOUR


def hours_read(text: str) -> Hours:
    """Minutes after midnight of "09:00-17:30" as people type it. Raises ``ValueError`` with a sentence for them.

    >>> hours_read("9-17.30"), hours_read("00:00 to 24:00")
    ((540, 1050), (0, 1440))
    """
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise ValueError("Enter hours such as 09:00-17:30, or leave the day empty")
    opens, closes = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    if opens is None or closes is None:
        raise ValueError("Enter times from 00:00 to 24:00, for example 09:00-17:30")
    if closes <= opens:
        raise ValueError("The end must be after the beginning on the same day")
    return opens, closes


def hours_shown(hours: Hours) -> str:
    """The form in which hours are written back.

    >>> hours_shown((540, 1050))
    '09:00-17:30'
    """
    return "-".join(f"{minute // _HOUR:02}:{minute % _HOUR:02}" for minute in hours)


def _minutes(hour: str, minute: str | None) -> int | None:
    whole = int(hour) * _HOUR + int(minute or 0)
    return whole if int(minute or 0) < _HOUR and whole <= _LATEST else None


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """The public holidays of a country, or of one of its regions, as a set of days without end."""

    country: str
    region: str | None

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in named_holidays(self.country, self.region, day.year)


@dataclass(frozen=True, slots=True)
class FreeDays:
    """What is a holiday to an organisation: the public ones, and its own."""

    public: PublicHolidays | None
    own: frozenset[date]

    def __contains__(self, day: object) -> bool:
        return day in self.own or (self.public is not None and day in self.public)


@lru_cache(maxsize=512)
def named_holidays(country: str, region: str | None, year: int) -> Mapping[date, str]:
    """Day -> name of the public holidays of one year, by day."""
    found = holidays.country_holidays(country, subdiv=region, years=[year], expand=False)
    return dict(sorted(found.items()))


@cache
def countries() -> Mapping[str, str]:
    """Code -> name of the countries whose holidays are known, by name."""
    known = {code: _words(module) for module, (_, code, *_) in holidays.registry.COUNTRIES.items()}
    return dict(sorted(known.items(), key=lambda item: item[1]))


@cache
def regions(country: str) -> Mapping[str, str]:
    """Code -> name of the regions with holidays of their own; the code itself where the name is not known."""
    kind = getattr(holidays, country)
    named = {code: name for name, code in getattr(kind, "subdivisions_aliases", {}).items()}
    return {code: named.get(code, code) for code in kind.subdivisions}


def region_read(country: str, text: str) -> str | None:
    """The code of a region given by code or name, in any capitals; None when the country has no such region."""
    wanted = text.strip().casefold()
    return next((code for code, name in regions(country).items() if wanted in (code.casefold(), name.casefold())), None)


def _words(module: str) -> str:
    small = {"and", "of", "the", "da"}
    return " ".join(word if word in small else word.capitalize() for word in module.split("_"))


def week_in_words(week: Iterable[Hours | None]) -> str:
    """The hours of a week, days of the same hours together.

    >>> week_in_words(((540, 1050),) * 5 + (None, None))
    'Mon to Fri 09:00-17:30'
    >>> week_in_words(((0, 1440),) * 7)
    'Round the clock'
    """
    runs: list[tuple[int, int, Hours]] = []
    for day, hours in enumerate(week):
        if hours is None:
            continue
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == tuple(hours):
            runs[-1] = (runs[-1][0], day, runs[-1][2])
        else:
            runs.append((day, day, (hours[0], hours[1])))
    if runs == [(0, 6, (0, _LATEST))]:
        return "Round the clock"
    return ", ".join(f"{_days(first, last)} {hours_shown(hours)}" for first, last, hours in runs)


def _days(first: int, last: int) -> str:
    names = [WEEK_DAYS[day][:3].capitalize() for day in (first, last)]
    return names[0] if first == last else " to ".join(names)
