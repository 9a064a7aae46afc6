"""Was a service level kept? Every expectation is worked out by hand on the calendar, and stands beside its case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from incidents.rules.service_level import Measure, Promise, Standing, judge, strictest
from incidents.rules.service_level_words import asked_words, disagreement, level_of, standing_words
from kernel.calendar import WorkingCalendar

#: Monday to Friday 09:00 to 17:30 in London; Christmas 2026 and its substitute day are free.
LONDON = WorkingCalendar.of("Europe/London", [date(2026, 12, 25), date(2026, 12, 28)])
#: Monday to Saturday 08:00 to 17:00 in Pune, half an hour off the hour.
PUNE = WorkingCalendar("Asia/Kolkata", ((480, 1020),) * 6 + (None,))
#: Every day from 00:00 to 06:00: the hours over which the clocks change.
NIGHT = WorkingCalendar("Europe/London", ((0, 360),) * 7)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def restore(minutes: int, support: WorkingCalendar | None = None, of: str = "P1, every service") -> Promise:
    return Promise(Measure.RESTORE, minutes, of, support)


@pytest.mark.parametrize(
    ("promise", "detected", "restored", "due", "standing", "span"),
    [
        # all hours: 4 h from 14:14
        (restore(240), "2026-11-20 14:14", "2026-11-20 15:21", "2026-11-20 18:14", Standing.MET, None),
        (restore(240), "2026-11-20 14:14", "2026-11-20 18:14", "2026-11-20 18:14", Standing.MET, None),
        (restore(240), "2026-11-20 14:14", "2026-11-20 18:49", "2026-11-20 18:14", Standing.MISSED, 35),
        # Friday 15:30: 2 h until 17:30, 2 h on Monday from 09:00
        (restore(240, LONDON), "2026-11-20 15:30", "2026-11-23 10:59", "2026-11-23 11:00", Standing.MET, None),
        (restore(240, LONDON), "2026-11-20 15:30", "2026-11-23 12:30", "2026-11-23 11:00", Standing.MISSED, 90),
        # due at closing time on Friday: restored on Sunday is no working minute later, one second into Monday is
        (restore(120, LONDON), "2026-11-20 15:30", "2026-11-22 20:00", "2026-11-20 17:30", Standing.MET, None),
        (restore(120, LONDON), "2026-11-20 15:30", "2026-11-23 09:00:01", "2026-11-20 17:30", Standing.MISSED, 0),
        # detected on Saturday: the clock begins on Monday at 09:00
        (restore(60, LONDON), "2026-11-21 03:00", "2026-11-23 09:40", "2026-11-23 10:00", Standing.MET, None),
        # Thursday 24 Dec 16:30: 1 h until 17:30; Friday, Saturday, Sunday, Monday free; 3 h on Tuesday 29
        (restore(240, LONDON), "2026-12-24 16:30", "2026-12-29 12:00", "2026-12-29 12:00", Standing.MET, None),
        (restore(240, LONDON), "2026-12-24 16:30", "2026-12-29 12:10", "2026-12-29 12:00", Standing.MISSED, 10),
        # Pune opens at 02:30 UTC; Saturday 16:30 local is 11:00 UTC: 30 min, Sunday free, 30 min on Monday
        (restore(60, PUNE), "2026-11-21 11:00", "2026-11-23 03:00", "2026-11-23 03:00", Standing.MET, None),
        # clocks go forward on 29 March 2026: the night from 00:00 GMT to 06:00 BST has 5 hours, 00:00 to 05:00 UTC;
        # the sixth is worked from 23:00 UTC of the next night
        (restore(360, NIGHT), "2026-03-29 00:00", "2026-03-29 23:59", "2026-03-30 00:00", Standing.MET, None),
        # clocks go back on 25 October 2026: 00:00 BST is 23:00 UTC, 06:00 GMT is 06:00 UTC: 7 hours
        (restore(420, NIGHT), "2026-10-24 23:00", "2026-10-25 06:00", "2026-10-25 06:00", Standing.MET, None),
        # all hours are real hours over the change: 4 h are 4 h
        (restore(240), "2026-10-24 23:30", "2026-10-25 03:30", "2026-10-25 03:30", Standing.MET, None),
    ],
)
def test_by_hand(promise: Promise, detected: str, restored: str, due: str, standing: Standing, span: int | None) -> None:
    found = judge(promise, {"detected": at(detected), "restored": at(restored)}, at("2027-01-01 00:00"))
    assert (found.due_at, found.standing) == (at(due), standing)
    assert found.span == (None if span is None else timedelta(minutes=span))


def test_running_and_late() -> None:
    times = {"detected": at("2026-11-20 15:30")}
    left = judge(restore(240), times, at("2026-11-20 18:30"))
    assert (left.standing, left.span) == (Standing.RUNNING, timedelta(hours=1))
    late = judge(restore(240), times, at("2026-11-20 20:00"))
    assert (late.standing, late.span) == (Standing.LATE, timedelta(minutes=30))
    weekend = judge(restore(240, LONDON), times, at("2026-11-22 12:00"))
    assert (weekend.standing, weekend.span) == (Standing.RUNNING, timedelta(hours=2))
    spent = judge(restore(120, LONDON), times, at("2026-11-22 12:00"))  # nothing is left, and nothing is late before Monday
    assert (spent.standing, spent.span) == (Standing.RUNNING, timedelta())


def test_what_is_not_known_is_named_and_never_guessed() -> None:
    now = at("2026-11-21 00:00")
    response = Promise(Measure.RESPONSE, 15, "P1, every service")
    assert judge(restore(240), {"restored": at("2026-11-20 15:21")}, now).missing == ("detected",)
    assert judge(restore(240), {}, now).missing == ("detected", "restored")
    unheard = judge(response, {"detected": at("2026-11-20 14:14"), "restored": at("2026-11-20 15:21")}, now)
    assert (unheard.standing, unheard.missing) == (Standing.UNKNOWN, ("acknowledged",))
    closed = judge(restore(240), {"detected": at("2026-11-20 14:14"), "closed": at("2026-11-20 15:21")}, now)
    assert (closed.standing, closed.missing) == (Standing.UNKNOWN, ("restored",))


def test_resolved_stands_in_for_restored_and_is_named() -> None:
    found = judge(restore(240), {"detected": at("2026-11-20 14:14"), "resolved": at("2026-11-20 15:21")}, at("2026-11-21 00:00"))
    assert (found.standing, found.end) == (Standing.MET, "resolved")
    assert asked_words(level_of(found)) == "within 4 h, detected to resolved (P1, every service)"


def test_of_several_services_the_one_due_first_counts() -> None:
    times = {"detected": at("2026-11-20 15:30")}
    wide, narrow = restore(240, LONDON, "P1, Checkout"), restore(300, of="P1, Cards")
    assert strictest([wide, narrow], times, at("2026-11-20 16:00")).promise is narrow  # 20:30 on Friday before 11:00 on Monday
    assert strictest([], times, at("2026-11-20 16:00")) is None
    assert strictest([narrow, wide], {}, at("2026-11-20 16:00")).promise is wide


@pytest.mark.parametrize(
    ("restored", "now", "words"),
    [
        ("2026-11-20 18:00", "2026-11-21 00:00", "Met"),
        ("2026-11-20 20:35", "2026-11-21 00:00", "Missed by 1 h 5 min"),
        (None, "2026-11-20 18:30", "Running, 1 h left"),
        (None, "2026-11-20 20:00", "Running and late by 30 min"),
    ],
)
def test_words(restored: str | None, now: str, words: str) -> None:
    times = {"detected": at("2026-11-20 15:30"), **({"restored": at(restored)} if restored else {})}
    assert standing_words(level_of(judge(restore(240), times, at(now)))) == words


def test_words_of_what_is_missing() -> None:
    level = level_of(judge(restore(240), {}, at("2026-11-20 15:30")))
    assert standing_words(level) == "Not known: detected and restored are not recorded"
    assert level["due_at"] is None


@pytest.mark.parametrize(("standing", "made", "says"), [
    ("met", True, None), ("missed", False, None), ("late", False, None), ("met", None, None), ("unknown", True, None),
    ("running", True, None), ("met", False, "missed"), ("missed", True, "kept"), ("late", True, "kept"),
])  # fmt: skip
def test_the_ticket_tool_is_quoted_only_where_it_disagrees(standing: str, made: bool | None, says: str | None) -> None:
    found = disagreement([{"measure": "restore", "standing": standing}], made)
    assert (found is None) if says is None else f"was {says}" in (found or "")
