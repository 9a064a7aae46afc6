"""Working hours and holidays: when a clock falls due, and how much of it is left.

Hours are counted between real instants, never between readings of a wall clock: over a change of the clocks a day of 24 hours
is one of 23, of 25, or of 23½ on Lord Howe. Working *days* keep the local time of day instead, as people mean them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

#: Opening and closing of one week day, in minutes after its midnight; closing at 1440 is the midnight after it.
Hours = tuple[int, int]
#: Monday to Sunday; None for a day without work.
Week = tuple[Hours | None, ...]

WHOLE_DAY: Hours = (0, 1440)
OFFICE_HOURS: Hours = (9 * 60, 17 * 60 + 30)
OFFICE_WEEK: Week = (OFFICE_HOURS,) * 5 + (None, None)
ALWAYS: Week = (WHOLE_DAY,) * 7

#: Nobody is closed for so many days on end; a calendar that never opens again is told, not waited for.
LONGEST_CLOSED = 366
SECOND = timedelta(seconds=1)
END_OF_DAY = time(23, 59, 59)


def known_zone(name: str) -> bool:
    """True for an IANA zone such as ``Europe/London``."""
    return name == "UTC" or name in available_timezones()


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When one place works: zone, hours of each week day, holidays, and single days worked that would else be free.

    A day of ``worked`` without hours of its own in the week has those of the first working day of the week.
    """

    zone: str = "UTC"
    week: Week = OFFICE_WEEK
    holidays: Container[date] = field(default_factory=frozenset)
    worked: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not any(self.week):
            raise ValueError("a working calendar has hours on at least one day of the week")

    @classmethod
    def of(cls, zone: str, holidays: Iterable[date] = ()) -> WorkingCalendar:
        """Office hours from Monday to Friday."""
        return cls(zone=zone, holidays=frozenset(holidays))

    def works(self, day: date) -> bool:
        return day in self.worked or (self.week[day.weekday()] is not None and day not in self.holidays)

    def open_on(self, day: date) -> tuple[datetime, datetime] | None:
        """The instants (UTC) at which work begins and ends on a local day; None on a free one.

        Hours that a change of the clocks skips begin when it is over; an hour that it repeats is worked twice.
        """
        if not self.works(day):
            return None
        opens, closes = self.week[day.weekday()] or next(hours for hours in self.week if hours)
        zone = ZoneInfo(self.zone)
        return _instant(day, opens, zone), _instant(day, closes, zone, last=closes < WHOLE_DAY[1])

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """The instant (UTC) by which so many hours were worked after ``start`` (aware).

        >>> cal = WorkingCalendar.of("Europe/London")
        >>> cal.add_working_hours(datetime(2026, 11, 20, 15, 30, tzinfo=UTC), 4).isoformat()  # Friday, 2 h; Monday, 2 h
        '2026-11-23T11:00:00+00:00'
        """
        return self.add_worked(start, timedelta(hours=hours))

    def add_worked(self, start: datetime, length: timedelta) -> datetime:
        """The instant (UTC) by which so much was worked after ``start`` (aware); ``start`` itself for no length."""
        left, at = length, start.astimezone(UTC)
        if not left:
            return at
        for opens, closes in self._open_from(self._local(start).date()):
            begins = max(opens, at)
            if closes - begins >= left:
                return begins + left
            left -= max(closes - begins, timedelta())
        raise AssertionError("the days never end")

    def working_minutes_between(self, earlier: datetime, later: datetime) -> int:
        """Whole minutes worked from one instant to another; 0 when ``later`` is not later."""
        return self.worked_between(earlier, later) // timedelta(minutes=1)

    def worked_between(self, earlier: datetime, later: datetime) -> timedelta:
        """The time worked from one instant to another; none when ``later`` is not later."""
        day, last, worked = self._local(earlier).date(), self._local(later).date(), timedelta()
        while day <= last:
            hours = self.open_on(day)
            if hours:
                worked += max(min(hours[1], later) - max(hours[0], earlier), timedelta())
            day += timedelta(days=1)
        return worked

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The same local time of day, ``days`` working days after ``start`` (aware); result in UTC.

        What starts after hours starts at closing time, on a free day at closing time of the last working day before it, and
        the result lies within working hours: so nothing that starts later is due earlier.

        >>> cal = WorkingCalendar.of("Europe/London")
        >>> cal.add_working_days(datetime(2026, 11, 20, 15, 21, tzinfo=UTC), 5).isoformat()
        '2026-11-27T15:21:00+00:00'
        >>> cal.add_working_days(datetime(2026, 11, 21, 3, 0, tzinfo=UTC), 1).isoformat()  # Saturday: by the end of Monday
        '2026-11-23T17:30:00+00:00'
        """
        if days == 0:
            return start.astimezone(UTC)
        day = self._local(start).date()
        clock = self._clock(day, start)
        for _ in range(days):
            day = self._next_working(day + timedelta(days=1))
        return self._within(day, datetime.combine(day, clock, ZoneInfo(self.zone)).astimezone(UTC))

    def _clock(self, day: date, start: datetime) -> time:
        """The local time of day that is carried on from a start on ``day``; the end of the day where it is free."""
        return self._local(self._within(day, start)).time() if self.works(day) else END_OF_DAY

    def _within(self, day: date, moment: datetime) -> datetime:
        """``moment``, moved into the hours of a working day."""
        hours = self.open_on(day)
        return min(max(moment, hours[0]), hours[1]) if hours else moment

    def working_days_between(self, earlier: datetime, later: datetime) -> int:
        """Whole working days that begin after ``earlier`` up to and with the day of ``later``; never below 0."""
        day, last = self._local(earlier).date(), self._local(later).date()
        count = 0
        while day < last:
            day += timedelta(days=1)
            count += self.works(day)
        return count

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.zone))

    def _open_from(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The hours of each working day, this one first, without end."""
        while True:
            day = self._next_working(day)
            hours = self.open_on(day)
            if hours:
                yield hours
            day += timedelta(days=1)

    def _next_working(self, day: date) -> date:
        """``day`` itself when it is worked, else the first worked day after it."""
        for ahead in range(LONGEST_CLOSED):
            if self.works(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        raise ValueError(f"this calendar has no working day within a year of {day}")


def _instant(day: date, minute: int, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """When the clocks of a zone show so many minutes after midnight: the first time, or the ``last`` where they do so twice.

    Where they never do, the instant at which they jump over it.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= second:
        return second if last else first
    return _jump(second, first, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between two others at which the zone takes the later one's offset, to the second."""
    offset = after.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // (2 * SECOND) * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after
