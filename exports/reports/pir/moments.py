"""Instants and durations as a reader sees them, in the zone of the document with UTC beside it.

No-break spaces hold a date, a time and a unit together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

NB = "\u00a0"

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_LONG_MINUTES = 300


def instant(written: str) -> datetime:
    """Return an aware instant from ISO 8601 with "Z"."""
    return datetime.fromisoformat(written).astimezone(UTC)


def maybe(written: str | None) -> datetime | None:
    """Return the instant, or None where there is none."""
    return instant(written) if written else None


def day(moment: date) -> str:
    """Return "20 Nov 2026".

    >>> day(date(2026, 11, 20)).replace(NB, " ")
    '20 Nov 2026'
    """
    return f"{moment.day}{NB}{moment:%b}{NB}{moment:%Y}"


def written_day(text: str | None, absent: str) -> str:
    """Return "4 Dec 2026" for "2026-12-04"."""
    return day(date.fromisoformat(text)) if text else absent


def lasted(span: timedelta) -> str:
    """Return a length of time in at most two units: minutes up to five hours, then hours, then days.

    >>> [lasted(timedelta(minutes=m)).replace(NB, " ") for m in (0, 78, 300, 330, 1440, 1500)]
    ['0 min', '78 min', '5 h', '5 h 30 min', '1 d', '1 d 1 h']
    >>> lasted(timedelta(seconds=40)).replace(NB, " ")
    '40 s'
    """
    seconds = round(abs(span.total_seconds()))
    if 0 < seconds < _MINUTE:
        return f"{seconds}{NB}s"
    minutes = seconds // _MINUTE
    if minutes < _LONG_MINUTES:
        return f"{minutes}{NB}min"
    if seconds < _DAY:
        return _two(minutes // 60, "h", minutes % 60, "min")
    return _two(seconds // _DAY, "d", seconds % _DAY // _HOUR, "h")


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large}{NB}{large_unit}" + (f" {small}{NB}{small_unit}" if small else "")


@dataclass(frozen=True, slots=True)
class LocalTime:
    """How instants are written in one zone: with their day where there are several, with their offset likewise."""

    zone: ZoneInfo
    label: str
    one_offset: bool
    one_day: bool
    is_utc: bool

    @classmethod
    def over(cls, zone: str, moments: Iterable[datetime]) -> LocalTime:
        """Return the writing for a zone and all instants of a report.

        With one offset the label is "GMT (UTC)" or "CET (UTC+1)", said once; otherwise it is the
        name of the zone, and each time carries its own offset.
        """
        place = ZoneInfo(zone)
        local = [moment.astimezone(place) for moment in moments] or [datetime(2000, 1, 1, tzinfo=place)]
        one_offset = len({moment.utcoffset() for moment in local}) == 1
        one_day = len({moment.date() for moment in local}) == 1
        label = _label(local[0]) if one_offset else zone.replace("_", " ")
        return cls(place, label, one_offset, one_day, is_utc=one_offset and not local[0].utcoffset())

    def at(self, moment: datetime) -> datetime:
        """Return the instant as local time."""
        return moment.astimezone(self.zone)

    def clock(self, moment: datetime) -> str:
        """Return "14:03", or "14:03 CEST" where the report spans a clock change; seconds only when there are any."""
        local = self.at(moment)
        time = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        return time if self.one_offset else f"{time}{NB}{abbreviation(local)}"

    def short(self, moment: datetime) -> str:
        """Return the time, with "20 Nov" before it where the report spans several days."""
        if self.one_day:
            return self.clock(moment)
        local = self.at(moment)
        return f"{local.day}{NB}{local:%b} {self.clock(moment)}"

    def full(self, moment: datetime) -> str:
        """Return "20 Nov 2026 14:03"."""
        return f"{day(self.at(moment).date())} {self.clock(moment)}"

    def abbreviation(self, moment: datetime) -> str:
        """Return the zone's letters at that instant: "CET"."""
        return abbreviation(self.at(moment))

    def long_day(self, moment: datetime) -> str:
        """Return "Friday 20 November 2026"."""
        local = self.at(moment)
        return f"{local:%A} {local.day} {local:%B} {local:%Y}"


def in_utc(moment: datetime) -> str:
    """Return "20 Nov 2026 13:03" in UTC."""
    at = moment.astimezone(UTC)
    return f"{day(at.date())} {at:%H:%M:%S}" if at.second else f"{day(at.date())} {at:%H:%M}"


def abbreviation(local: datetime) -> str:
    """Return "CET", or "UTC+3" for a zone that has no letters."""
    name = local.tzname() or ""
    return name if name.isalpha() else offset(local)


def offset(local: datetime) -> str:
    """Return "UTC", "UTC+1" or "UTC+5:30"."""
    minutes = round((local.utcoffset() or timedelta()).total_seconds() / _MINUTE)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02d}" if rest else "")


def _label(local: datetime) -> str:
    name, shift = abbreviation(local), offset(local)
    return name if name == shift else f"{name}{NB}({shift})"
