"""The three clocks, worked out by hand in five zones over both changes of the clocks, holidays, pauses and extensions.

Round the clock, hours are plain hours whatever the clocks do; in working hours they are those of the calendar; the approval
counts working days. All instants below are UTC unless an offset stands with them.
"""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.calendar import WorkingCalendar
from organisation.rules.policy import SMALL_TEAM
from pir.rules.clock import ClockEvent, Due, Happened, counted_in, dues, is_history, is_stopped, read, standing

H = Happened


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def terms(calendar: str = "calendar", hours: int = 72, window: int = 48, days: int = 5) -> dict[str, Any]:
    found = copy.deepcopy(dict(SMALL_TEAM["clocks"]))
    found["session"] = {"window_from_hours": window, "due_hours": hours}
    found["approval"] = {"working_days": days}
    return {**found, "calendar": calendar}


def started(text: str) -> ClockEvent:
    return ClockEvent(H.STARTED, at(text), "restored", at(text))


def due(found: tuple[Due, ...], kind: str) -> datetime:
    return next(d.due_at for d in found if d.kind == kind)


ROUND = [
    # zone, restored (local), session due (local), approval due (local)
    # London: clocks back on Sun 25 Oct 2026, so 72 h from Fri 16:00 BST is Mon 15:00 GMT; 5 working days keep the time of day.
    ("Europe/London", "2026-10-23T16:00+01:00", "2026-10-26T15:00+00:00", "2026-10-30T16:00+00:00"),
    # London: forward on Sun 29 Mar 2026: 72 h from Fri 12:00 GMT is Mon 13:00 BST.
    ("Europe/London", "2026-03-27T12:00+00:00", "2026-03-30T13:00+01:00", "2026-04-03T12:00+01:00"),
    # New York: forward on Sun 8 Mar 2026, back on Sun 1 Nov 2026.
    ("America/New_York", "2026-03-06T10:00-05:00", "2026-03-09T11:00-04:00", "2026-03-13T10:00-04:00"),
    ("America/New_York", "2026-10-30T10:00-04:00", "2026-11-02T09:00-05:00", "2026-11-06T10:00-05:00"),
    # Lord Howe: half an hour back on Sun 5 Apr 2026, half an hour forward on Sun 4 Oct 2026.
    ("Australia/Lord_Howe", "2026-04-03T10:00+11:00", "2026-04-06T09:30+10:30", "2026-04-10T10:00+10:30"),
    ("Australia/Lord_Howe", "2026-10-02T10:00+10:30", "2026-10-05T10:30+11:00", "2026-10-09T10:00+11:00"),
    # Kolkata, at +5:30 all year.
    ("Asia/Kolkata", "2026-10-23T16:00+05:30", "2026-10-26T16:00+05:30", "2026-10-30T16:00+05:30"),
    # Santiago: back at the end of Sat 4 Apr 2026, forward at the first minute of Sun 6 Sep 2026.
    ("America/Santiago", "2026-04-03T10:00-03:00", "2026-04-06T09:00-04:00", "2026-04-10T10:00-04:00"),
    ("America/Santiago", "2026-09-04T10:00-04:00", "2026-09-07T11:00-03:00", "2026-09-11T10:00-03:00"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "restored", "session", "approval"), ROUND)
def test_round_the_clock_over_both_changes(zone: str, restored: str, session: str, approval: str) -> None:
    found = dues("restored", at(restored), terms(), WorkingCalendar.of(zone))
    assert due(found, "session") == at(session)
    assert due(found, "approval") == at(approval)
    assert due(found, "pre_read") == at(session) - timedelta(hours=24)
    assert found[0].window_from == at(restored) + timedelta(hours=48)


WORKING = [
    # 17 working hours are two days of 8.5 h. London, Fri 23 Oct 16:00 BST: 1.5 h, Mon 8.5 h, Tue 7 h from 09:00 GMT.
    ("Europe/London", (), "2026-10-23T16:00+01:00", "2026-10-27T16:00+00:00"),
    # The same over Christmas: Thu 24 Dec 16:00, 1.5 h; 25 and 28 free; Tue 29, 8.5 h; Wed 30, 7 h.
    ("Europe/London", (date(2026, 12, 25), date(2026, 12, 28)), "2026-12-24T16:00+00:00", "2026-12-30T16:00+00:00"),
    # New York, Fri 6 Mar 16:00 EST: 1.5 h; Mon 9 Mar EDT 8.5 h; Tue 7 h.
    ("America/New_York", (), "2026-03-06T16:00-05:00", "2026-03-10T16:00-04:00"),
    # Lord Howe, Fri 3 Apr 16:00 at +11; Monday and Tuesday at +10:30.
    ("Australia/Lord_Howe", (), "2026-04-03T16:00+11:00", "2026-04-07T16:00+10:30"),
    # Kolkata, restored on a Sunday: Mon 8.5 h, Tue 8.5 h: its end.
    ("Asia/Kolkata", (), "2026-11-22T11:00+05:30", "2026-11-24T17:30+05:30"),
    # Santiago, Fri 4 Sep 16:00 at -4; Fri 18 and Sat 19 Sep would be the next holidays.
    ("America/Santiago", (date(2026, 9, 18),), "2026-09-04T16:00-04:00", "2026-09-08T16:00-03:00"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "holidays", "restored", "session"), WORKING)
def test_in_working_hours(zone: str, holidays: tuple[date, ...], restored: str, session: str) -> None:
    found = dues("restored", at(restored), terms("working", hours=17, window=8), WorkingCalendar.of(zone, holidays))
    assert due(found, "session") == at(session)


LONDON = WorkingCalendar.of("Europe/London", [date(2026, 12, 25), date(2026, 12, 28)])


def test_a_pause_is_added_round_the_clock_and_in_working_time() -> None:
    """Restored Fri 20 Nov 15:21. Paused from Sat 10:00 to Mon 12:00: 50 h, of which three were worked, Monday 9 to 12."""
    events = (started("2026-11-20T15:21+00:00"), ClockEvent(H.PAUSED, at("2026-11-21T10:00+00:00")), ClockEvent(H.RESUMED, at("2026-11-23T12:00+00:00")))
    found = standing(events, terms(), LONDON)
    assert due(found, "session") == at("2026-11-25T17:21+00:00")  # Mon 15:21 and 50 h
    assert found[0].window_from == at("2026-11-24T17:21+00:00")
    # Fri 27 Nov 15:21 and three worked hours: 2 h 9 min until 17:30, and 51 min of Monday
    assert due(found, "approval") == at("2026-11-30T09:51+00:00")
    working = standing(events, terms("working", hours=17), LONDON)
    # 17 h from Fri 15:21 are Tue 15:21 (2:09, 8:30, 6:21); three hours more: 2:09 on Tuesday, 0:51 on Wednesday
    assert due(working, "session") == at("2026-11-25T09:51+00:00")


@pytest.mark.parametrize(("met", "now", "state", "left"), [
    (None, "2026-11-23T14:02:00+00:00", "running", timedelta(minutes=1)),
    (None, "2026-11-23T14:03:00+00:00", "running", timedelta()),
    (None, "2026-11-23T14:04:00+00:00", "late", timedelta(minutes=-1)),
    ("2026-11-23T14:03:00+00:00", "2026-12-24T00:00:00+00:00", "met", timedelta()),
    ("2026-11-23T14:04:00+00:00", "2026-12-24T00:00:00+00:00", "met_late", timedelta(minutes=-1)),
])  # fmt: skip
def test_a_clock_reads_as_running_late_met_or_met_late(met: str | None, now: str, state: str, left: timedelta) -> None:
    """Restored on Friday 20 November at 14:03, due 72 hours later."""
    session = dues("restored", at("2026-11-20T14:03:00+00:00"), terms(), WorkingCalendar.of("UTC"))[0]
    reading = read(session, session.due_at, at(met) if met else None, at(now))
    assert (reading.state, reading.left) == (state, left)


def test_a_clock_that_stands_still_is_read_as_it_stopped() -> None:
    events = (started("2026-11-20T15:21+00:00"), ClockEvent(H.PAUSED, at("2026-11-21T15:21+00:00")))
    session = standing(events, terms(), LONDON)[0]
    assert session.stopped_at == at("2026-11-21T15:21+00:00")
    reading = read(session, session.due_at, None, at("2026-12-24T00:00+00:00"))
    assert (reading.state, reading.left, round(reading.run, 3)) == ("stopped", timedelta(hours=48), 0.333)
    assert read(session, session.due_at, at("2026-11-22T10:00+00:00"), at("2026-12-24T00:00+00:00")).state == "met"


def test_what_is_past_due_is_not_paused_into_time() -> None:
    late = (started("2026-11-20T15:21+00:00"), ClockEvent(H.PAUSED, at("2026-11-24T10:00+00:00")), ClockEvent(H.RESUMED, at("2026-11-26T10:00+00:00")))
    found = standing(late, terms(), LONDON)
    assert due(found, "session") == at("2026-11-23T15:21+00:00")
    assert found[0].stopped_at is None
    # the approval was still to come: 17 worked hours later than Fri 15:21: 2:09, 8:30 and 6:21
    assert due(found, "approval") == at("2026-12-01T15:21+00:00")


def test_an_extension_is_of_one_clock_and_never_takes_time_away() -> None:
    base = started("2026-11-20T15:21+00:00")
    longer = ClockEvent(H.EXTENDED, at("2026-11-21T09:00+00:00"), kind="session", due_at=at("2026-11-26T12:00+00:00"))
    shorter = ClockEvent(H.EXTENDED, at("2026-11-21T10:00+00:00"), kind="session", due_at=at("2026-11-22T12:00+00:00"))
    found = standing((base, longer, shorter), terms(), LONDON)
    assert due(found, "session") == at("2026-11-26T12:00+00:00")
    assert due(found, "pre_read") == at("2026-11-25T12:00+00:00")
    assert due(found, "approval") == at("2026-11-27T15:21+00:00")
    paused = (base, longer, ClockEvent(H.PAUSED, at("2026-11-24T12:00+00:00")), ClockEvent(H.RESUMED, at("2026-11-24T18:00+00:00")))
    assert due(standing(paused, terms(), LONDON), "session") == at("2026-11-26T18:00+00:00")


def test_a_reopening_stops_and_a_new_end_begins_anew() -> None:
    reopened = (
        started("2026-11-20T15:21+00:00"), ClockEvent(H.PAUSED, at("2026-11-21T10:00+00:00")),
        ClockEvent(H.RESUMED, at("2026-11-21T12:00+00:00")), ClockEvent(H.REOPENED, at("2026-11-22T09:00+00:00")),
    )  # fmt: skip
    assert is_stopped(reopened) is H.REOPENED
    assert standing(reopened, terms(), LONDON)[0].stopped_at == at("2026-11-22T09:00+00:00")
    again = (*reopened, ClockEvent(H.RESTARTED, at("2026-11-24T09:00+00:00"), "restored", at("2026-11-24T08:00+00:00")))
    found = standing(again, terms(), LONDON)
    assert is_stopped(again) is None
    assert (found[0].started_at, due(found, "session")) == (at("2026-11-24T08:00+00:00"), at("2026-11-27T08:00+00:00"))
    assert again[0].start == at("2026-11-20T15:21+00:00"), "the old start is kept"


def test_a_corrected_start_keeps_pauses() -> None:
    events = (started("2026-11-20T15:21+00:00"), ClockEvent(H.PAUSED, at("2026-11-21T10:00+00:00")), ClockEvent(H.RESUMED, at("2026-11-21T12:00+00:00")),
              ClockEvent(H.STARTED, at("2026-11-22T09:00+00:00"), "restored", at("2026-11-20T16:00+00:00")))  # fmt: skip
    assert due(standing(events, terms(), LONDON), "session") == at("2026-11-23T18:00+00:00")


def test_a_planned_session_sets_the_pre_read() -> None:
    found = dues("resolved", at("2026-11-20T15:21+00:00"), terms(), LONDON, at("2026-11-23T13:00+00:00"))
    assert due(found, "pre_read") == at("2026-11-22T13:00+00:00")
    assert {d.basis for d in found} == {"resolved"}
    assert standing((), terms(), LONDON) == ()


def test_words_and_history() -> None:
    assert [counted_in(k, terms()) for k in ("session", "approval", "pre_read")] == ["72\xa0h", "5 working days", "24\xa0h"]
    assert counted_in("session", terms("working")) == "72 working hours"
    assert counted_in("approval", terms(days=1)) == "1 working day"
    opened = at("2026-11-25T09:00+00:00")
    assert is_history(at("2026-11-11T08:59+00:00"), opened, 14)
    assert not is_history(at("2026-11-11T09:00+00:00"), opened, 14)


ZONES = ["UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago"]
instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 30)).map(lambda naive: naive.replace(tzinfo=UTC, microsecond=0))
holiday_sets = st.frozensets(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=30)
calendars = st.builds(WorkingCalendar.of, st.sampled_from(ZONES), holiday_sets)
policies = st.builds(terms, st.sampled_from(["calendar", "working"]), st.integers(10, 90), st.integers(1, 9), st.integers(1, 20))


@st.composite
def stories(draw: st.DrawFn) -> tuple[ClockEvent, ...]:
    """A start, then pauses, resumptions and extensions at later instants."""
    start = draw(instants)
    events = [ClockEvent(H.STARTED, start, "restored", start)]
    moment = start
    for what in draw(st.lists(st.sampled_from([H.PAUSED, H.RESUMED, H.EXTENDED]), max_size=6)):
        moment += timedelta(minutes=draw(st.integers(1, 6000)))
        more = {"kind": draw(st.sampled_from(["session", "approval"])), "due_at": moment + timedelta(hours=draw(st.integers(-50, 400)))}
        events.append(ClockEvent(what, moment, **(more if what is H.EXTENDED else {})))
    return tuple(events)


@settings(deadline=None)
@given(stories(), policies, calendars, st.integers(1, 9000))
def test_nothing_that_happens_shortens_a_clock(story: tuple[ClockEvent, ...], policy: dict[str, Any], calendar: WorkingCalendar, minutes: int) -> None:
    """Each prefix of a story is due no later than the whole, and no earlier than the bare start."""
    before = {d.kind: d.due_at for d in standing(story[:1], policy, calendar)}
    for length in range(2, len(story) + 1):
        after = {d.kind: d.due_at for d in standing(story[:length], policy, calendar)}
        assert all(after[kind] >= before[kind] for kind in before), story[length - 1].what
        before = after
    # a pause and its end at the very end of the story, too
    paused = (*story, ClockEvent(H.PAUSED, story[-1].at), ClockEvent(H.RESUMED, story[-1].at + timedelta(minutes=minutes)))
    last = {d.kind: d.due_at for d in standing(paused, policy, calendar)}
    assert all(last[kind] >= before[kind] for kind in before)


@settings(deadline=None)
@given(instants, st.integers(0, 20_000), policies, calendars)
def test_who_is_restored_later_is_due_later(start: datetime, wait: int, policy: dict[str, Any], calendar: WorkingCalendar) -> None:
    earlier, later = (dues("restored", s, policy, calendar) for s in (start, start + timedelta(minutes=wait)))
    for one, other in zip(earlier, later, strict=True):
        assert one.due_at <= other.due_at


@settings(deadline=None)
@given(instants, policies, calendars)
def test_working_time_never_runs_on_a_holiday(start: datetime, policy: dict[str, Any], calendar: WorkingCalendar) -> None:
    """Neither clock falls due on a day that is free, and a holiday before the due date never makes it earlier."""
    found = {d.kind: d.due_at for d in dues("restored", start, {**policy, "calendar": "working"}, calendar)}
    for kind in ("session", "approval"):
        local = calendar._local(found[kind])
        assert calendar.works(local.date()), kind
    free = calendar._local(start).date() + timedelta(days=1)
    more = WorkingCalendar.of(calendar.zone, [*calendar.holidays, free])
    held = {d.kind: d.due_at for d in dues("restored", start, {**policy, "calendar": "working"}, more)}
    assert all(held[kind] >= found[kind] for kind in ("session", "approval"))
    hours = calendar.open_on(free)
    if hours and calendar.works(free) and found["session"] > hours[1]:
        assert held["session"] > found["session"]
