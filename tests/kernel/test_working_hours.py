"""Working hours over both changes of the clocks in six zones, worked out by hand; and what holds for every calendar.

The offsets used below: London +0 and +1 · New York -5 and -4 · Kolkata +5:30 all year · Lord Howe +10:30, and +11 in its
summer · Santiago -4, and -3 in its summer · Kathmandu +5:45 all year.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.calendar import ALWAYS, OFFICE_HOURS, OFFICE_WEEK, WorkingCalendar

NIGHTS = ((0, 6 * 60),) * 7
EARLY = ((2 * 60 + 30, 6 * 60),) * 7


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def office(zone: str, *holidays: date) -> WorkingCalendar:
    return WorkingCalendar.of(zone, holidays)


HOURS = [
    # London, clocks back on Sunday 25 Oct 2026. Friday 16:00 BST to 17:30 is 1.5 h of 4; Monday 09:00 GMT + 2.5 h = 11:30 GMT.
    (office("Europe/London"), "2026-10-23T15:00+00:00", 4, "2026-10-26T11:30+00:00"),
    # London, clocks forward on Sunday 29 Mar 2026. Friday 16:00 GMT to 17:30 is 1.5 h; Monday 09:00 BST = 08:00Z, + 2.5 h.
    (office("Europe/London"), "2026-03-27T16:00+00:00", 4, "2026-03-30T10:30+00:00"),
    # London over Christmas: Thu 24 Dec 16:30 to 17:30 is 1 h of 2; Fri 25 and Mon 28 (Boxing Day, observed) are free; Tue 29.
    (office("Europe/London", date(2026, 12, 25), date(2026, 12, 28)), "2026-12-24T16:30+00:00", 2, "2026-12-29T10:00+00:00"),
    # New York, clocks forward on Sunday 8 Mar 2026. Friday 17:00 EST (22:00Z) leaves 0.5 h; Monday 09:00 EDT = 13:00Z, + 1 h.
    (office("America/New_York"), "2026-03-06T22:00+00:00", 1.5, "2026-03-09T14:00+00:00"),
    # New York, back on Sunday 1 Nov 2026. Friday 17:00 EDT (21:00Z) leaves 0.5 h; Monday 09:00 EST = 14:00Z, + 1 h.
    (office("America/New_York"), "2026-10-30T21:00+00:00", 1.5, "2026-11-02T15:00+00:00"),
    # Kolkata: no change, half an hour off. Friday 17:00 IST = 11:30Z leaves 0.5 h; Monday 09:00 IST = 03:30Z, + 0.5 h.
    (office("Asia/Kolkata"), "2026-11-20T11:30+00:00", 1, "2026-11-23T04:00+00:00"),
    # Lord Howe, half an hour back on Sunday 5 Apr 2026. Friday 17:00 at +11 = 06:00Z leaves 0.5 h; Monday 09:00 at +10:30 = Sunday 22:30Z.
    (office("Australia/Lord_Howe"), "2026-04-03T06:00+00:00", 1, "2026-04-05T23:00+00:00"),
    # Lord Howe, half an hour forward on Sunday 4 Oct 2026. Friday 17:00 at +10:30 = 06:30Z; Monday 09:00 at +11 = Sunday 22:00Z.
    (office("Australia/Lord_Howe"), "2026-10-02T06:30+00:00", 1, "2026-10-04T22:30+00:00"),
    # Santiago, back at the end of Saturday 4 Apr 2026. Friday 17:00 at -3 = 20:00Z; Monday 09:00 at -4 = 13:00Z.
    (office("America/Santiago"), "2026-04-03T20:00+00:00", 1, "2026-04-06T13:30+00:00"),
    # Santiago, forward at midnight of Sunday 6 Sep 2026. Friday 17:00 at -4 = 21:00Z; Monday 09:00 at -3 = 12:00Z.
    (office("America/Santiago"), "2026-09-04T21:00+00:00", 1, "2026-09-07T12:30+00:00"),
    # Kathmandu at a quarter to: Friday 17:00 at +5:45 = 11:15Z leaves 0.5 h; Monday 09:00 = 03:15Z, + 1.5 h.
    (office("Asia/Kathmandu"), "2026-11-20T11:15+00:00", 2, "2026-11-23T04:45+00:00"),
    # Before and after hours: nothing is worked until the day begins.
    (office("Europe/London"), "2026-11-20T03:00+00:00", 1, "2026-11-20T10:00+00:00"),
    (office("Europe/London"), "2026-11-20T20:00+00:00", 8.5, "2026-11-23T17:30+00:00"),
    (office("Europe/London"), "2026-11-21T12:00+00:00", 0, "2026-11-21T12:00+00:00"),
    # Round the clock is plain time, whatever the clocks do: 72 h from Saturday 21:30 BST.
    (WorkingCalendar("Europe/London", ALWAYS), "2026-10-24T20:30+00:00", 72, "2026-10-27T20:30+00:00"),
    (WorkingCalendar("America/Santiago", ALWAYS), "2026-09-05T12:00+00:00", 48, "2026-09-07T12:00+00:00"),
    (WorkingCalendar("Australia/Lord_Howe", ALWAYS), "2026-04-04T00:00+00:00", 48, "2026-04-06T00:00+00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("calendar", "start", "hours", "due"), HOURS)
def test_hours_are_added_as_worked_by_hand(calendar: WorkingCalendar, start: str, hours: float, due: str) -> None:
    found = calendar.add_working_hours(at(start), hours)
    assert found == at(due)
    assert found.tzinfo is UTC
    assert calendar.working_minutes_between(at(start), found) == hours * 60


NIGHT_CHANGES = [
    # zone, local day, hours, minutes really worked
    ("Europe/London", date(2026, 3, 29), NIGHTS, 300),  # 01:00 to 02:00 does not happen
    ("Europe/London", date(2026, 10, 25), NIGHTS, 420),  # 01:00 to 02:00 happens twice
    ("America/New_York", date(2026, 3, 8), EARLY, 180),  # 02:30 does not happen: from 03:00 EDT to 06:00
    ("America/New_York", date(2026, 11, 1), NIGHTS, 420),
    ("Australia/Lord_Howe", date(2026, 4, 5), NIGHTS, 390),  # half an hour more
    ("Australia/Lord_Howe", date(2026, 10, 4), NIGHTS, 330),  # half an hour less
    ("America/Santiago", date(2026, 9, 6), NIGHTS, 300),  # the day itself begins at 01:00
    ("America/Santiago", date(2026, 4, 4), ALWAYS, 1500),  # its last hour is repeated
    ("Asia/Kolkata", date(2026, 3, 29), NIGHTS, 360),
    ("America/Havana", date(2026, 11, 1), ALWAYS, 1500),  # 01:00 becomes 00:00: midnight is shown twice, one day begins
    ("America/Havana", date(2026, 10, 31), ALWAYS, 1440),
    ("Pacific/Apia", date(2011, 12, 30), ALWAYS, 0),  # the day that Samoa left out
]  # fmt: skip


@pytest.mark.parametrize(("zone", "day", "week", "minutes"), NIGHT_CHANGES)
def test_the_night_of_the_change(zone: str, day: date, week: tuple[tuple[int, int], ...], minutes: int) -> None:
    hours = WorkingCalendar(zone, week).open_on(day)
    assert hours is not None
    assert (hours[1] - hours[0]) / timedelta(minutes=1) == minutes


def test_a_day_that_is_worked_though_it_would_be_free() -> None:
    """Saturday 12 December for a stocktaking: it has Monday's hours; a holiday worked keeps the hours of its week day."""
    calendar = WorkingCalendar("Europe/London", ((480, 600), *OFFICE_WEEK[1:]), {date(2026, 12, 25)}, frozenset({date(2026, 12, 12), date(2026, 12, 25)}))
    assert calendar.open_on(date(2026, 12, 12)) == (at("2026-12-12T08:00+00:00"), at("2026-12-12T10:00+00:00"))
    assert calendar.open_on(date(2026, 12, 25)) == (at("2026-12-25T09:00+00:00"), at("2026-12-25T17:30+00:00"))
    assert calendar.working_days_between(at("2026-12-11T09:00+00:00"), at("2026-12-14T09:00+00:00")) == 2


def test_a_calendar_works_at_all() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        WorkingCalendar("UTC", (None,) * 7)

    class Everything:
        def __contains__(self, day: object) -> bool:
            return True

    with pytest.raises(ValueError, match="no working day within a year"):
        WorkingCalendar("UTC", holidays=Everything()).add_working_days(at("2026-01-01T00:00+00:00"), 1)


ZONES = ["UTC", "Europe/London", "America/New_York", "America/Santiago", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana"]
instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda naive: naive.replace(tzinfo=UTC, microsecond=0))
weeks = st.lists(
    st.one_of(st.none(), st.tuples(st.integers(0, 700), st.integers(701, 1440))), min_size=7, max_size=7
).map(tuple).filter(any)
holidays = st.frozensets(st.dates(date(2025, 1, 1), date(2028, 1, 31)), max_size=40)
calendars = st.builds(WorkingCalendar, st.sampled_from(ZONES), weeks, holidays)


@settings(deadline=None)
@given(calendars, instants, st.integers(1, 6000))
def test_what_was_added_is_what_is_counted(calendar: WorkingCalendar, start: datetime, minutes: int) -> None:
    due = calendar.add_working_hours(start, minutes / 60)
    assert abs(calendar.working_minutes_between(start, due) - minutes) <= 1  # a sixtieth of an hour is no whole number of seconds
    assert calendar.works(due.astimezone(calendar._local(due).tzinfo).date()) or due == calendar.open_on((calendar._local(due) - timedelta(days=1)).date())[1]


@settings(deadline=None)
@given(calendars, instants, instants)
def test_hours_never_run_on_a_holiday(calendar: WorkingCalendar, one: datetime, other: datetime) -> None:
    """Make every day of the stretch a holiday but those that are free anyway: nothing is worked. One holiday takes its own hours."""
    earlier, later = sorted((one, other))
    later = min(later, earlier + timedelta(days=40))
    days = [(calendar._local(earlier) + timedelta(days=n)).date() for n in range(-1, 43)]
    assert replace(calendar, holidays=frozenset(days)).working_minutes_between(earlier, later) == 0
    free = days[5]
    less = replace(calendar, holidays=frozenset(calendar.holidays) | {free})
    hours = calendar.open_on(free)
    lost = max(min(hours[1], later) - max(hours[0], earlier), timedelta()) if hours else timedelta()
    assert abs(calendar.working_minutes_between(earlier, later) - less.working_minutes_between(earlier, later) - lost / timedelta(minutes=1)) < 1


@settings(deadline=None)
@given(calendars, instants, st.integers(0, 5000), st.integers(0, 50), st.integers(0, 20_000))
def test_who_starts_later_is_due_later(calendar: WorkingCalendar, start: datetime, minutes: int, days: int, wait: int) -> None:
    after = start + timedelta(minutes=wait)
    assert calendar.add_working_hours(start, minutes / 60) <= calendar.add_working_hours(after, minutes / 60)
    if days:  # where the clocks go back, the same time of day comes twice, and the second counts as the first
        repeated = timedelta(hours=1)
        assert calendar.add_working_days(start, days) <= calendar.add_working_days(after, days) + repeated


@given(calendars, instants, st.integers(0, 3000), st.integers(0, 3000))
@settings(deadline=None)
def test_a_stretch_is_the_sum_of_its_parts(calendar: WorkingCalendar, start: datetime, first: int, second: int) -> None:
    middle, end = start + timedelta(minutes=first), start + timedelta(minutes=first + second)
    whole = calendar.working_minutes_between(start, end)
    assert abs(whole - calendar.working_minutes_between(start, middle) - calendar.working_minutes_between(middle, end)) <= 1
    assert 0 <= whole <= first + second
    assert calendar.working_minutes_between(end, start) == 0


def test_office_hours_are_eight_and_a_half() -> None:
    assert OFFICE_HOURS == (540, 1050)
