"""Working days, against a plain count by hand, and over the changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import OFFICE_HOURS, WorkingCalendar, known_zone

LONDON = WorkingCalendar.of("Europe/London", [date(2026, 12, 25), date(2026, 12, 28)])


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-20T15:21:00+00:00", 0, "2026-11-20T15:21:00+00:00"),  # nothing to add, also on a Friday
        ("2026-11-20T15:21:00+00:00", 1, "2026-11-23T15:21:00+00:00"),  # Friday to Monday
        ("2026-11-20T15:21:00+00:00", 5, "2026-11-27T15:21:00+00:00"),
        ("2026-11-21T10:00:00+00:00", 1, "2026-11-23T17:30:00+00:00"),  # from Saturday: by the end of Monday
        ("2026-11-20T21:00:00+00:00", 1, "2026-11-23T17:30:00+00:00"),  # after hours is closing time
        ("2026-11-20T06:00:00+00:00", 1, "2026-11-23T09:00:00+00:00"),  # before hours is opening time
        ("2026-12-24T09:00:00+00:00", 1, "2026-12-29T09:00:00+00:00"),  # over two holidays and a weekend
        ("2026-10-23T08:00:00+00:00", 1, "2026-10-26T09:00:00+00:00"),  # 09:00 in London on both sides of the change
        ("2026-03-27T09:00:00+00:00", 1, "2026-03-30T08:00:00+00:00"),
    ],
)
def test_the_same_local_time_so_many_working_days_later(start: str, days: int, due: str) -> None:
    assert LONDON.add_working_days(datetime.fromisoformat(start), days).isoformat() == due


def test_the_day_is_that_of_the_zone() -> None:
    """01:30 on Friday in UTC is 10:30 in Tokyo, and Thursday evening in New York."""
    start = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert WorkingCalendar.of("Asia/Tokyo").add_working_days(start, 1) == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    assert WorkingCalendar.of("America/New_York").add_working_days(start, 1) == datetime(2026, 11, 20, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        ("2026-11-20T10:00:00+00:00", "2026-11-20T23:00:00+00:00", 0),
        ("2026-11-20T23:00:00+00:00", "2026-11-23T00:01:00+00:00", 1),
        ("2026-11-20T10:00:00+00:00", "2026-11-22T10:00:00+00:00", 0),
        ("2026-12-24T10:00:00+00:00", "2026-12-29T10:00:00+00:00", 1),
        ("2026-11-27T10:00:00+00:00", "2026-11-20T10:00:00+00:00", 0),
    ],
)
def test_working_days_between(earlier: str, later: str, days: int) -> None:
    assert LONDON.working_days_between(datetime.fromisoformat(earlier), datetime.fromisoformat(later)) == days


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31)), st.integers(0, 40), st.sampled_from(["UTC", "Europe/London", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe"]))
def test_adding_and_counting_agree(naive: datetime, days: int, zone: str) -> None:
    calendar, start = WorkingCalendar.of(zone), naive.replace(tzinfo=UTC)
    due = calendar.add_working_days(start, days)
    assert calendar.working_days_between(start, due) == days
    day, last, counted = start.astimezone(ZoneInfo(zone)).date(), due.astimezone(ZoneInfo(zone)).date(), 0
    while day < last:  # by hand: one day after another
        day += timedelta(days=1)
        counted += day.weekday() < 5
    assert counted == days
    assert due.tzinfo is UTC


def test_another_week() -> None:
    """Sunday to Thursday, as in Tel Aviv."""
    calendar = WorkingCalendar("Asia/Jerusalem", (OFFICE_HOURS,) * 4 + (None, None, OFFICE_HOURS))
    assert [calendar.works(date(2026, 11, day)) for day in range(20, 27)] == [False, False, True, True, True, True, True]


@pytest.mark.parametrize(("name", "known"), [("UTC", True), ("Europe/London", True), ("Europe/Londn", False), ("", False), ("../etc/passwd", False)])
def test_known_zone(name: str, known: bool) -> None:
    assert known_zone(name) is known
