"""Whether 03/04/2026 in a pasted text is the third of April or the fourth of March: the text itself tells, else the day of the paste."""

from __future__ import annotations

import re
from datetime import date

from incidents.rules.written import DateOrder

NUMBERS = re.compile(r"(?<![0-9./:-])(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2}(?=,?\s+[0-9]{1,2}:))(?![0-9])")
MOST_MONTHS = 12


def date_order(text: str, day: date) -> DateOrder:
    """Day first, unless a date of the text can only be month first, or month first brings its dates nearer to the given day."""
    found = [(int(m["one"]), int(m["two"]), int(m["year"][-2:]) + int(m["year"][:-2] or 20) * 100) for m in NUMBERS.finditer(text)]
    first = any(one > MOST_MONTHS >= two for one, two, _ in found)
    second = any(two > MOST_MONTHS >= one for one, two, _ in found)
    if first or second:
        return "dmy" if first else "mdy"
    return "mdy" if sum(_far(y, one, two, day) for one, two, y in found) < sum(_far(y, two, one, day) for one, two, y in found) else "dmy"


def _far(year: int, month: int, day_number: int, day: date) -> int:
    """How many days a date lies from the given one; a date that is none lies farther than any."""
    try:
        return abs((date(year, month, day_number) - day).days)
    except ValueError:
        return date.max.toordinal()
