"""Times and durations as they stand in a drawing, with no-break spaces inside them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

NBSP = "\u00a0"

_HOUR = 60
_DAY = 24 * _HOUR


def duration(length: timedelta) -> str:
    """Write a length of time: minutes under two hours, hours under two days, then days.

    >>> [duration(timedelta(minutes=m)).replace(NBSP, " ") for m in (0, 78, 125, 2400, 4560)]
    ['0 min', '78 min', '2 h 5 min', '40 h', '3 days 4 h']
    """
    minutes = round(length.total_seconds() / 60)
    if minutes < 2 * _HOUR:
        return f"{minutes}{NBSP}min"
    if minutes < 2 * _DAY:
        hours, rest = divmod(minutes, _HOUR)
        return f"{hours}{NBSP}h" + (f"{NBSP}{rest}{NBSP}min" if rest else "")
    days, rest = divmod(round(minutes / _HOUR), 24)
    return f"{days}{NBSP}days" + (f"{NBSP}{rest}{NBSP}h" if rest else "")


def hours(length: timedelta) -> str:
    """Write a length of time in hours where they are whole: "1 h", else as `duration`."""
    whole, rest = divmod(length, timedelta(hours=1))
    return duration(length) if rest else f"{whole}{NBSP}h"


def clock(at: datetime, zone: ZoneInfo, with_day: bool = False, with_year: bool = False) -> str:
    """Write an instant in a zone: "14:03", "20 Nov 14:03" or "20 Nov 2026 14:03"."""
    local = at.astimezone(zone)
    return f"{day(at, zone, with_year)}{NBSP}{local:%H:%M}" if with_day else f"{local:%H:%M}"


def day(at: datetime, zone: ZoneInfo, with_year: bool = False, with_weekday: bool = False) -> str:
    """Write the day of an instant in a zone: "20 Nov", "Fri 20 Nov", "20 Nov 2026"."""
    local = at.astimezone(zone)
    weekday = f"{local:%a}{NBSP}" if with_weekday else ""
    return f"{weekday}{local.day}{NBSP}{local:%b}" + (f"{NBSP}{local.year}" if with_year else "")


def spans_days(start: datetime, end: datetime, zone: ZoneInfo) -> bool:
    """Tell whether two instants fall on different days of a zone."""
    return start.astimezone(zone).date() != end.astimezone(zone).date()
