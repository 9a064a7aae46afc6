"""Late, this week, later. November 2026: the 20th is a Friday, the 23rd a Monday."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from actions.rules.lateness import Today
from kernel.calendar import WorkingCalendar

LONDON = WorkingCalendar.of("Europe/London")


def today(day: int, holidays: tuple[date, ...] = ()) -> Today:
    return Today(date(2026, 11, day), WorkingCalendar.of("Europe/London", holidays))


@pytest.mark.parametrize(
    ("now", "due", "late"),
    [
        (20, 20, 0),  # on the day
        (21, 20, 0),  # Saturday after a Friday: no working day has begun
        (22, 20, 0),
        (23, 20, 1),  # Monday
        (25, 18, 5),  # Wed to Wed: Thu, Fri, Mon, Tue, Wed
        (23, 21, 1),  # due on a Saturday
        (19, 20, 0),  # not yet
    ],
)
def test_working_days_late(now: int, due: int, late: int) -> None:
    assert today(now).days_late(date(2026, 11, due)) == late


def test_a_holiday_is_no_working_day() -> None:
    assert today(24, (date(2026, 11, 23),)).days_late(date(2026, 11, 20)) == 1
    assert today(23, (date(2026, 11, 23),)).days_late(date(2026, 11, 20)) == 0


def test_no_date_is_never_late() -> None:
    assert today(25).days_late(None) == 0
    assert today(25).group(None) == "later"


@pytest.mark.parametrize("now", range(1, 31))
@pytest.mark.parametrize("holidays", [(), (date(2026, 11, 23), date(2026, 11, 24))])
def test_the_date_for_queries_says_the_same_as_the_count(now: int, holidays: tuple[date, ...]) -> None:
    here = today(now, holidays)
    for due in range(1, 31):
        day = date(2026, 11, due)
        assert (day < here.late_before) == (here.days_late(day) > 0), (now, due)


@pytest.mark.parametrize(
    ("now", "due", "group"),
    [
        (25, date(2026, 11, 24), "overdue"),
        (25, date(2026, 11, 25), "this_week"),
        (25, date(2026, 11, 29), "this_week"),  # the Sunday
        (25, date(2026, 11, 30), "later"),
        (29, date(2026, 11, 29), "this_week"),
        (22, date(2026, 11, 20), "this_week"),  # Sunday, due last Friday: late only from Monday on
    ],
)
def test_groups(now: int, due: date, group: str) -> None:
    assert today(now).group(due) == group


def test_days_left_counts_the_due_day() -> None:
    assert today(25).days_left(date(2026, 12, 4)) == 7
    assert today(25).days_left(date(2026, 11, 25)) == 0
    assert today(25).days_left(date(2026, 11, 20)) == 0


def test_today_is_the_day_of_the_organisation() -> None:
    just_before_midnight = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert Today.at(just_before_midnight, LONDON).day == date(2026, 11, 24)
    assert Today.at(just_before_midnight, WorkingCalendar.of("Asia/Tokyo")).day == date(2026, 11, 25)
