"""Working hours and holidays: when a clock in working days falls due, and how much of it is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones


def known_zone(name: str) -> bool:
    """True for an IANA zone such as ``Europe/London``."""
    return name == "UTC" or name in available_timezones()


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of one place: zone, week days (Monday = 0) and holidays."""

    zone: str = "UTC"
    week: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: frozenset[date] = field(default_factory=frozenset)

    @classmethod
    def of(cls, zone: str, holidays: Iterable[date] = ()) -> WorkingCalendar:
        return cls(zone=zone, holidays=frozenset(holidays))

    def works(self, day: date) -> bool:
        return day.weekday() in self.week and day not in self.holidays

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The same local time of day, ``days`` working days after ``start`` (aware); result in UTC.

        >>> cal = WorkingCalendar.of("Europe/London")
        >>> cal.add_working_days(datetime(2026, 11, 20, 15, 21, tzinfo=UTC), 5).isoformat()
        '2026-11-27T15:21:00+00:00'
        """
        local = start.astimezone(ZoneInfo(self.zone))
        day = local.date()
        for _ in range(days):
            day += timedelta(days=1)
            while not self.works(day):
                day += timedelta(days=1)
        return datetime.combine(day, local.time(), ZoneInfo(self.zone)).astimezone(UTC)

    def working_days_between(self, earlier: datetime, later: datetime) -> int:
        """Whole working days that begin after ``earlier`` up to and with the day of ``later``; never below 0."""
        zone = ZoneInfo(self.zone)
        day, last = earlier.astimezone(zone).date(), later.astimezone(zone).date()
        count = 0
        while day < last:
            day += timedelta(days=1)
            count += self.works(day)
        return count
