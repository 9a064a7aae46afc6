"""Local times in zones, over both clock changes, against hand-worked instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.rules.moment import Moment, parse_local, settle, zone_named
from incidents.rules.written import Problem

LONDON = "Europe/London"


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize("day", ["20/11/2026", "20 Nov 2026", "2026-11-20", "20.11.2026", "November 20, 2026", "Fri 20th November 2026"])
@pytest.mark.parametrize("time", ["14:03", "1403", "14.03", "14h03", "2:03 pm", "2:03PM", "14:03:00"])
def test_every_way_to_write_one_instant(day: str, time: str) -> None:
    assert parse_local(day, time, LONDON) == Moment(at(2026, 11, 20, 14, 3), LONDON, f"{day} {time}")


def test_order_of_day_and_month() -> None:
    first, second = parse_local("3/4/2026", "12:00", "UTC"), parse_local("3/4/2026", "12:00", "UTC", order="mdy")
    assert isinstance(first, Moment)
    assert isinstance(second, Moment)
    assert (first.at, second.at) == (at(2026, 4, 3, 12), at(2026, 3, 4, 12))


@pytest.mark.parametrize(
    ("day", "time", "zone", "sentence"),
    [
        ("25/10/2026", "01:30", LONDON, "01:30 happened twice on 25 Oct 2026. Was it the first (BST, UTC+1) or the second (GMT)?"),
        ("29 Mar 2026", "0130", LONDON, "01:30 did not exist on 29 Mar 2026; clocks went from 01:00 to 02:00."),
        ("2026-11-01", "1:30 am", "America/New_York", "01:30 happened twice on 1 Nov 2026. Was it the first (EDT, UTC-4) or the second (EST, UTC-5)?"),
        ("2026-03-08", "2:30 am", "America/New_York", "02:30 did not exist on 8 Mar 2026; clocks went from 02:00 to 03:00."),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "01:45 happened twice on 5 Apr 2026. Was it the first (UTC+11) or the second (UTC+10:30)?"),
        ("2026-10-04", "02:15", "Australia/Lord_Howe", "02:15 did not exist on 4 Oct 2026; clocks went from 02:00 to 02:30."),
        ("2026-09-06", "00:30", "America/Santiago", "00:30 did not exist on 6 Sep 2026; clocks went from 00:00 to 01:00."),
        ("2011-12-30", "10:00", "Pacific/Apia", "10:00 did not exist on 30 Dec 2011; clocks went from 00:00 on 30 Dec 2011 to 00:00 on 31 Dec 2011."),
        ("", "14:03", LONDON, "Enter the date, for example 20 Nov 2026"),
        ("20/11/2026", " ", LONDON, "Enter the time, for example 14:03 or 1403"),
        ("20/11/2026", "25:99", LONDON, "25:99 is not a time. Use 00:00 to 23:59"),
        ("20/11/2026", "13:27 am", LONDON, "13:27 am is not a time. Use 00:00 to 23:59"),
        ("20/11/2026", "14", LONDON, '"14" is not a time. Use 00:00 to 23:59, for example 14:03'),
        ("30/2/2026", "14:03", LONDON, "30/2/2026 is not a date. Check the day and the month"),
        ("20/11/26", "14:03", LONDON, '"20/11/26" is not a date. Enter it with its year, for example 20 Nov 2026'),
        ("20/11/9999", "14:03", LONDON, "9999 is not a year that can be meant. Check the date"),
        ("20/11/2026", "14:03", "Mars/Olympus", '"Mars/Olympus" is not a known time zone. Use an IANA name, for example Europe/London'),
    ],
)
def test_sentences(day: str, time: str, zone: str, sentence: str) -> None:
    problem = parse_local(day, time, zone)
    assert isinstance(problem, Problem)
    assert str(problem) == sentence


def test_the_question_of_the_overlap_can_be_answered() -> None:
    asked = parse_local("25 Oct 2026", "01:30", LONDON)
    assert isinstance(asked, Problem)
    assert asked.choices == (at(2026, 10, 25, 0, 30), at(2026, 10, 25, 1, 30))
    for which, instant in zip(("first", "second"), asked.choices, strict=True):
        answered = parse_local("25 Oct 2026", "01:30", LONDON, which=which)  # type: ignore[arg-type]
        assert isinstance(answered, Moment)
        assert answered.at == instant


def test_the_ends_of_gap_and_overlap_belong_to_neither() -> None:
    """The gap is 01:00 to 01:59, the overlap as well; 02:00 exists once on both days."""
    assert parse_local("29/3/2026", "00:59", LONDON) == Moment(at(2026, 3, 29, 0, 59), LONDON, "29/3/2026 00:59")
    assert parse_local("29/3/2026", "02:00", LONDON) == Moment(at(2026, 3, 29, 1, 0), LONDON, "29/3/2026 02:00")
    assert parse_local("25/10/2026", "02:00", LONDON) == Moment(at(2026, 10, 25, 2, 0), LONDON, "25/10/2026 02:00")
    assert parse_local("25/10/2026", "00:59", LONDON) == Moment(at(2026, 10, 24, 23, 59), LONDON, "25/10/2026 00:59")


@pytest.mark.parametrize("name", ["", "Europe", "../etc/passwd", "localtime", "Factory", "GMT+25", "\x00"])
def test_what_is_no_zone(name: str) -> None:
    assert isinstance(zone_named(name), Problem)


@given(st.text(max_size=30), st.text(max_size=20), st.text(max_size=20))
def test_no_text_raises(day: str, time: str, zone: str) -> None:
    assert isinstance(parse_local(day, time, zone), Problem | Moment)
    assert isinstance(parse_local(day, time, LONDON), Problem | Moment)


ZONES = st.sampled_from([LONDON, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "Africa/Casablanca", "America/Santiago"])


@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)), ZONES)
def test_every_instant_is_found_again_by_its_local_time(instant: datetime, zone: str) -> None:
    instant = instant.replace(tzinfo=UTC, microsecond=0)
    named = ZoneInfo(zone)
    local = instant.astimezone(named).replace(tzinfo=None, fold=0)
    found = settle(local, named)
    assert instant in ((found.at,) if isinstance(found, Moment) else found.choices)


@settings(max_examples=25, deadline=None)
@given(st.integers(2000, 2036), ZONES)
def test_gaps_by_brute_force(year: int, zone: str) -> None:
    """A local time is in a gap exactly when no instant of that day shows it."""
    named = ZoneInfo(zone)
    step, start = timedelta(minutes=30), datetime(year, 3, 1, tzinfo=UTC)
    shown = {(start + step * n).astimezone(named).replace(tzinfo=None, fold=0) for n in range(48 * 60)}
    for n in range(48 * 2, 48 * 58):
        local = start.replace(tzinfo=None) + step * n
        found = settle(local, named)
        assert (isinstance(found, Problem) and found.kind == "gap") == (local not in shown)
