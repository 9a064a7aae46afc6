"""Late, due this week or later: counted in working days of the organisation's calendar, from one given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kernel.calendar import WorkingCalendar

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Today:
    """The day as the organisation has it, and its working days.

    An action is late when a working day has begun since its due date: due on Friday, it is late on Monday, not on
    Saturday. ``late_before`` says the same as one date, so that a page and a query never disagree.
    """

    day: date
    calendar: WorkingCalendar

    @classmethod
    def at(cls, now: datetime, calendar: WorkingCalendar) -> Today:
        return cls(now.astimezone(ZoneInfo(calendar.zone)).date(), calendar)

    @property
    def late_before(self) -> date:
        """The last working day up to today: what was due before it is late."""
        day = self.day
        while not self.calendar.works(day):
            day -= timedelta(days=1)
        return day

    @property
    def week_end(self) -> date:
        """The Sunday of this week."""
        return self.day + timedelta(days=SUNDAY - self.day.weekday())

    def days_late(self, due: date | None) -> int:
        """Working days since ``due``; 0 when it is not late, or has no date."""
        return self._working_days(due, self.day) if due else 0

    def days_left(self, due: date) -> int:
        """Working days after today up to and with ``due``; 0 on the day itself and after it."""
        return self._working_days(self.day, due)

    def group(self, due: date | None) -> str:
        """``overdue``, ``this_week`` or ``later`` (no date at all is later)."""
        if due is None:
            return "later"
        if due < self.late_before:
            return "overdue"
        return "this_week" if due <= self.week_end else "later"

    def _working_days(self, earlier: date, later: date) -> int:
        zone = ZoneInfo(self.calendar.zone)
        noon = time(12)
        start, end = (datetime.combine(d, noon, zone).astimezone(UTC) for d in (earlier, later))
        return self.calendar.working_days_between(start, end)
