"""The axis: round local times from minutes to years, over both clock changes, never too close."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pir.pictures.ticks import clock_changes, on_one_day, ticks
from pir.pictures.window import Window

LONDON, BERLIN = ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin")


def window(start, **length):
    return Window(start, start + timedelta(**length), None, None)


def labels(shown, zone=LONDON, width=400.0):
    return [tick.label for tick in ticks(shown, zone, width, measure) if tick.label]


def measure(label):
    return 4.5 * len(label)


def test_an_hour_and_a_half_in_minutes():
    start = datetime(2026, 11, 20, 13, 55, tzinfo=UTC)
    assert labels(window(start, minutes=95)) == ["14:00", "14:20", "14:40", "15:00", "15:20"]
    marks = ticks(window(start, minutes=95), LONDON, 400, measure)
    assert {(two.at - one.at) for one, two in pairwise(marks)} == {timedelta(minutes=5)}


def test_midnight_carries_the_day():
    start = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    assert "Sat\xa021\xa0Nov" in labels(window(start, hours=10))
    assert not on_one_day(window(start, hours=10), LONDON)
    assert on_one_day(window(start, hours=3), LONDON)


def test_weeks_begin_on_monday_and_years_are_written_when_there_are_two():
    start = datetime(2026, 11, 18, tzinfo=UTC)
    assert labels(window(start, days=40))[:2] == ["23\xa0Nov", "30\xa0Nov"]
    assert all(label.endswith(("2026", "2027")) for label in labels(window(start, days=200)))


def test_in_autumn_an_hour_is_shown_twice():
    start = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)  # 01:15 in London; at 01:00 UTC clocks go back
    shown = window(start, minutes=120)
    assert labels(shown) == ["01:20", "01:40", "01:00", "01:20", "01:40", "02:00"]
    (change,) = clock_changes(shown, LONDON)
    assert (change.at, change.by) == (datetime(2026, 10, 25, 1, tzinfo=UTC), timedelta(hours=-1))


def test_in_spring_an_hour_is_not_shown():
    start = datetime(2026, 3, 29, 0, 15, tzinfo=UTC)  # 01:15 in Berlin; at 01:00 UTC clocks go from 02:00 to 03:00
    shown = window(start, minutes=120)
    assert labels(shown, BERLIN) == ["01:20", "01:40", "03:00", "03:20", "03:40", "04:00"]
    (change,) = clock_changes(shown, BERLIN)
    assert (change.at, change.by) == (datetime(2026, 3, 29, 1, tzinfo=UTC), timedelta(hours=1))
    assert clock_changes(window(start, days=15), BERLIN) == []


def test_a_change_at_half_past_is_found_to_the_minute():
    # Lord Howe Island puts its clocks by half an hour, at 15:30 UTC (02:00 local) on 3 October 2026.
    (change,) = clock_changes(
        window(datetime(2026, 10, 3, 12, 20, tzinfo=UTC), hours=5), ZoneInfo("Australia/Lord_Howe")
    )
    assert (change.at, change.by) == (datetime(2026, 10, 3, 15, 30, tzinfo=UTC), timedelta(minutes=30))


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    st.floats(10, 60 * 24 * 900),
    st.sampled_from(["Europe/London", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia", "UTC"]),
    st.sampled_from([300.0, 480.0, 1200.0]),
)
def test_any_axis_has_some_labels_and_never_too_many(start, minutes, zone, width):
    shown = window(start.replace(tzinfo=UTC), minutes=minutes)
    marks = ticks(shown, ZoneInfo(zone), width, measure)
    assert [tick.at for tick in marks] == sorted({tick.at for tick in marks})
    assert all(shown.holds(tick.at) for tick in marks)
    assert len(marks) <= width / 3
    told = [tick for tick in marks if tick.label]
    assert len(told) <= width / 20
    if minutes < 60 * 24 * 300:
        assert told
    for tick in told:
        local = tick.at.astimezone(ZoneInfo(zone))
        assert tick.label == f"{local:%H:%M}" or f"{local.day}\xa0" in tick.label


@pytest.mark.parametrize("minutes", [11, 90, 600, 3000, 20_000, 90_000, 500_000])
def test_labels_leave_room_for_each_other(minutes):
    shown = window(datetime(2026, 6, 1, 7, 13, tzinfo=UTC), minutes=minutes)
    told = [tick for tick in ticks(shown, LONDON, 480, measure) if tick.label]
    for one, two in pairwise(told):
        apart = (two.at - one.at) / shown.length * 480
        assert apart > (measure(one.label) + measure(two.label)) / 2


def test_a_change_just_before_the_window_is_none_of_it():
    assert (
        clock_changes(window(datetime(2026, 10, 3, 15, 40, tzinfo=UTC), hours=5), ZoneInfo("Australia/Lord_Howe")) == []
    )


def test_an_axis_of_decades_has_no_marks_between_its_labels():
    marks = ticks(window(datetime(1970, 1, 1, tzinfo=UTC), days=21_900), LONDON, 480, measure)
    assert all(tick.label for tick in marks)
    assert 55 < len(marks) < 65
