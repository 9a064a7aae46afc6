"""Whether 03/04/2026 in a pasted text is the third of April or the fourth of March: the text itself tells, else the day of the paste."""

from __future__ import annotations

import re
from datetime import date, timedelta

from incidents.rules.written import DateOrder

NUMBERS = re.compile(r"(?<![0-9./:-])(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})(?![0-9])")
MOST_MONTHS = 12
NEAR = timedelta(days=7)


def date_order(text: str, day: date) -> DateOrder:
    """Day first, unless a date of the text can only be month first, or only month first is near the given day."""
    found = [(int(m["one"]), int(m["two"]), int(m["year"])) for m in NUMBERS.finditer(text)]
    first = any(one > MOST_MONTHS >= two for one, two, _ in found)
    second = any(two > MOST_MONTHS >= one for one, two, _ in found)
    if first or second:
        return "dmy" if first else "mdy"
    if any(_near(year, two, one, day) for one, two, year in found):
        return "dmy"
    return "mdy" if any(_near(year, one, two, day) for one, two, year in found) else "dmy"


def _near(year: int, month: int, day_number: int, day: date) -> bool:
    try:
        return abs(date(year, month, day_number) - day) <= NEAR
    except ValueError:
        return False
