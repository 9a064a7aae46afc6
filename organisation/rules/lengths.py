"""Lengths of time as people write them, in whole minutes."""

from __future__ import annotations

import re

_LENGTH = re.compile(r"(?:(\d{1,3})\s*d(?:ays?)?)?\s*(?:(\d{1,4})\s*h(?:(?:ou)?rs?)?)?\s*(?:(\d{1,5})\s*m(?:in(?:ute)?s?)?)?", re.IGNORECASE)
MINUTES_OF_HOUR, MINUTES_OF_DAY = 60, 1440


def read_length(text: str) -> int | None:
    """Minutes of ``15 min``, ``4 h``, ``1 h 30 min`` or ``2 d``; None for anything else, a bare number among it.

    >>> [read_length(t) for t in ("15 min", "4h", "1 h 30 min", "2 days", "90", "soon")]
    [15, 240, 90, 2880, None, None]
    """
    found = _LENGTH.fullmatch(text.strip())
    if not found or not any(found.groups()):
        return None
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return days * MINUTES_OF_DAY + hours * MINUTES_OF_HOUR + minutes


def length_words(minutes: int | None) -> str:
    """The length as it is typed again: hours and minutes, so that four hours never become part of a day.

    >>> [length_words(m) for m in (15, 240, 90, 2880, None)]
    ['15 min', '4 h', '1 h 30 min', '48 h', '']
    """
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, MINUTES_OF_HOUR)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")))
