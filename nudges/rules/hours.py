"""When a person may be written to: on working days from the hour of the daily mail, urgently at any hour that is not quiet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kernel.calendar import WorkingCalendar

DIGEST_AT, QUIET_FROM, QUIET_UNTIL = 9 * 60, 18 * 60, 8 * 60
#: So many days ahead the next hour is looked for; no calendar is closed for longer.
AHEAD = 366


@dataclass(frozen=True, slots=True)
class Wishes:
    """Minutes after local midnight: the daily mail, and where the quiet hours of the night begin and end."""

    digest_at: int = DIGEST_AT
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL


@dataclass(frozen=True, slots=True)
class Hours:
    """``daily`` is open when the daily mail may go, ``awake`` when an urgent one may. Both in the person's own zone."""

    daily: WorkingCalendar
    awake: WorkingCalendar

    @classmethod
    def of(cls, zone: str, working: WorkingCalendar, wishes: Wishes) -> Hours:
        """The working days of a calendar, in the zone and at the hours of one person."""
        hours = (wishes.digest_at, wishes.quiet_from)
        daily = replace(working, zone=zone, week=tuple(hours if worked else None for worked in working.week))
        return cls(daily, WorkingCalendar(zone, ((wishes.quiet_until, wishes.quiet_from),) * 7))

    def day_of(self, now: datetime) -> date:
        """The person's local day."""
        return now.astimezone(ZoneInfo(self.daily.zone)).date()

    def calendar(self, *, urgent: bool) -> WorkingCalendar:
        return self.awake if urgent else self.daily


def is_open(calendar: WorkingCalendar, now: datetime) -> bool:
    day = now.astimezone(ZoneInfo(calendar.zone)).date()
    hours = calendar.open_on(day)
    return hours is not None and hours[0] <= now < hours[1]


def next_open(calendar: WorkingCalendar, after: datetime) -> datetime:
    """``after`` itself while it is open, else the next instant at which it opens."""
    day = after.astimezone(ZoneInfo(calendar.zone)).date()
    hours = calendar.open_on(day)
    if hours and after < hours[1]:
        return max(after, hours[0])
    return first_open(calendar, day + timedelta(days=1))


def first_open(calendar: WorkingCalendar, day: date) -> datetime:
    """The first instant, on a local day or after it, at which it opens."""
    for ahead in range(AHEAD):
        hours = calendar.open_on(day + timedelta(days=ahead))
        if hours:
            return hours[0]
    raise ValueError(f"this calendar does not open within a year of {day}")
