"""When rungs open, by hand: December 2026 in London. The 4th is a Friday, the 25th (Friday) and 28th (Monday) are holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kernel.calendar import WorkingCalendar
from nudges.rules.hours import Hours, Wishes, is_open, next_open
from nudges.rules.rung import Audience, Counted, Ladder, Rung
from nudges.rules.shipped import ladders
from nudges.rules.steps import steps
from organisation.rules.policy import SMALL_TEAM

SHIPPED = ladders(SMALL_TEAM)
HOLIDAYS = [date(2026, 12, 25), date(2026, 12, 28)]
LONDON = Hours.of("Europe/London", WorkingCalendar.of("Europe/London", HOLIDAYS), Wishes()).daily
LONG_AGO = datetime(2026, 6, 1, 12, tzinfo=UTC)


def opened(ladder: str, anchor: Any, *, set_at: datetime | None = LONG_AGO, to: str = "asked") -> list[tuple[int, str]]:
    """(number, local time of opening) of the steps of one audience."""
    found = steps(SHIPPED[ladder], anchor, set_at, LONDON)
    return [(s.number, f"{s.at:%a %d %H:%M}") for s in found if s.to == to]


def test_a_due_date_on_a_friday() -> None:
    # due Fri 4 Dec: -7 Fri 27 Nov, -2 Wed 2, 0 Fri 4, +3 working days Wed 9, then Mondays 14 (+10), 21 (+17), 28 (+24, a
    # holiday: opens on Tuesday 29)
    assert opened("action_due", date(2026, 12, 4)) == [
        (-7, "Fri 27 09:00"), (-2, "Wed 02 09:00"), (0, "Fri 04 09:00"), (3, "Wed 09 09:00"),
        (10, "Mon 14 09:00"), (17, "Mon 21 09:00"), (24, "Tue 29 09:00"),
    ]  # fmt: skip


def test_copies_go_on_mondays_only_and_the_decision_comes_once() -> None:
    assert [n for n, _ in opened("action_due", date(2026, 12, 4), to="copy")] == [10, 17, 24]
    # Fri 4 Dec + 30 days = Sun 3 Jan: Monday 4 Jan
    assert opened("action_due", date(2026, 12, 4), to="decider") == [(30, "Mon 04 09:00")]


def test_a_rung_before_the_due_date_opens_before_the_free_days() -> None:
    # due Mon 7 Dec: -2 is Saturday, so Friday 4. Due Wed 30 Dec: -2 is the holiday Monday 28, so Thursday 24
    assert (-2, "Fri 04 09:00") in opened("action_due", date(2026, 12, 7))
    assert (-2, "Thu 24 09:00") in opened("action_due", date(2026, 12, 30))
    # due on a Sunday: its day is asked for on the Friday before
    assert (0, "Fri 04 09:00") in opened("action_due", date(2026, 12, 6))


def test_working_days_after_the_due_date_pass_over_holidays() -> None:
    # due Thu 24 Dec: working days after are Tue 29, Wed 30, Thu 31
    assert (3, "Thu 31 09:00") in opened("action_due", date(2026, 12, 24))


@pytest.mark.parametrize(("set_on", "expected"), [(19, True), (20, False), (21, False)])
def test_seven_days_before_only_when_it_was_due_more_than_14_days_away(set_on: int, *, expected: bool) -> None:
    # due 4 Dec; set on 19 Nov it is 15 days away, on the 20th 14
    found = opened("action_due", date(2026, 12, 4), set_at=datetime(2026, 11, set_on, 15, tzinfo=UTC))
    assert (found[0][0] == -7) is expected


def test_no_monday_comes_before_the_warning() -> None:
    # due Wed 2 Dec: warned on Mon 7 (+3 working days); the first weekly Monday is the 14th
    assert [s for s in opened("action_due", date(2026, 12, 2)) if s[0] > 0][:2] == [(3, "Mon 07 09:00"), (12, "Mon 14 09:00")]


def test_hours_are_counted_round_the_clock_and_across_the_change_of_the_clocks() -> None:
    # due Sun 29 Mar 2026 12:00 UTC; the clocks go forward at 01:00 UTC that day: 24 h before is Sat 12:00 UTC all the same
    found = steps(SHIPPED["review_session"], datetime(2026, 3, 29, 12, tzinfo=UTC), None, LONDON)
    assert [(s.number, s.at.isoformat()) for s in found] == [
        (-24, "2026-03-28T12:00:00+00:00"), (0, "2026-03-29T12:00:00+00:00"), (24, "2026-03-30T12:00:00+00:00"),
        (72, "2026-04-01T12:00:00+00:00"),
    ]  # fmt: skip


def test_the_day_of_a_claim_is_the_readers() -> None:
    # claimed at 23:30 UTC on Thu 3 Dec: in Tokyo that is Friday, so three working days later is Wednesday 9, in London Tuesday 8
    tokyo = Hours.of("Asia/Tokyo", WorkingCalendar.of("Asia/Tokyo"), Wishes()).daily
    claimed = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)
    late = {zone.zone: next(s.at for s in steps(SHIPPED["action_check"], claimed, None, zone) if s.number == 3) for zone in (tokyo, LONDON)}
    assert late == {"Asia/Tokyo": datetime(2026, 12, 9, 0, tzinfo=UTC), "Europe/London": datetime(2026, 12, 8, 9, tzinfo=UTC)}


def test_numbers_grow_with_time_for_every_due_day_of_a_year() -> None:
    """What makes "newest" and "highest number" the same: for each audience a later number never opens earlier."""
    for ordinal in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal()):
        found = steps(SHIPPED["action_due"], date.fromordinal(ordinal), LONG_AGO, LONDON)
        for to in Audience:
            mine = [s for s in found if s.to is to]
            assert [s.at for s in mine] == sorted(s.at for s in mine)
            assert len({s.number for s in mine}) == len(mine)


def test_a_policy_can_take_rungs_away() -> None:
    terms = {**SMALL_TEAM, "nudges": {**SMALL_TEAM["nudges"], "early_days": 0, "soon_days": 0}}
    assert [r.offset for r in ladders(terms)["action_due"].rungs] == [0, 3, 30]


def test_a_house_that_is_closed_for_long_is_told_when_it_opens_again() -> None:
    closed = Hours.of("UTC", WorkingCalendar("UTC", holidays=frozenset(date.fromordinal(n) for n in range(739000, 739200))), Wishes()).daily
    ladder = Ladder("x", (Rung(0, Counted.DAYS, Audience.ASKED, "due_today"),))
    (step,) = steps(ladder, date.fromordinal(739050), None, closed)
    assert step.at == datetime(2024, 11, 11, 9, tzinfo=UTC)  # day 739200 is Sunday the 10th


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-04 08:59", False), ("2026-12-04 09:00", True), ("2026-12-04 17:59", True), ("2026-12-04 18:00", False),
        ("2026-12-05 12:00", False), ("2026-12-25 12:00", False), ("2026-12-29 12:00", True),
    ],
)  # fmt: skip
def test_the_hours_of_the_daily_mail(moment: str, *, expected: bool) -> None:
    assert is_open(LONDON, datetime.fromisoformat(moment).replace(tzinfo=UTC)) is expected


def test_when_it_opens_next() -> None:
    friday_evening = datetime(2026, 12, 4, 18, tzinfo=UTC)
    assert next_open(LONDON, friday_evening) == datetime(2026, 12, 7, 9, tzinfo=UTC)
    assert next_open(LONDON, datetime(2026, 12, 4, 10, tzinfo=UTC)) == datetime(2026, 12, 4, 10, tzinfo=UTC)


def test_an_urgent_mail_goes_on_any_day_but_not_at_night() -> None:
    awake = Hours.of("Europe/London", WorkingCalendar.of("Europe/London"), Wishes()).awake
    assert is_open(awake, datetime(2026, 12, 5, 8, tzinfo=UTC))
    assert not is_open(awake, datetime(2026, 12, 5, 7, 59, tzinfo=UTC))
    assert not is_open(awake, datetime(2026, 12, 4, 18, tzinfo=UTC))
