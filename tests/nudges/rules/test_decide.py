"""The verdict from state, by hand: an action due on Friday 4 December 2026, its owner in London."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kernel.calendar import WorkingCalendar
from nudges.rules.decide import Held, Place, Told, decide
from nudges.rules.hours import Hours, Wishes
from nudges.rules.rung import Audience
from nudges.rules.shipped import ladders
from nudges.rules.steps import steps
from organisation.rules.policy import SMALL_TEAM

LONDON = Hours.of("Europe/London", WorkingCalendar.of("Europe/London"), Wishes()).daily
FOUND = steps(ladders(SMALL_TEAM)["action_due"], date(2026, 12, 4), datetime(2026, 6, 1, tzinfo=UTC), LONDON)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def verdict(now: str, told: Told = Told(), to: Audience = Audience.ASKED, paused: date | None = None):
    return decide(FOUND, to, told, Place(LONDON, at(now).date(), paused), at(now))


@pytest.mark.parametrize(
    ("now", "newest", "asked"),
    [
        ("2026-11-26 12:00", None, None),  # nothing has opened
        ("2026-11-27 09:00", None, -7),
        ("2026-11-30 09:00", None, -7),  # nobody looked for three days
        ("2026-11-30 09:00", -7, None),  # told
        ("2026-12-02 09:00", -7, -2),
        ("2026-12-04 09:00", None, 0),  # down for a week: the newest, once
        ("2026-12-07 09:00", 0, None),  # late, but the owner is warned after three working days
        ("2026-12-09 09:00", 0, 3),
        ("2026-12-14 09:00", 3, 10),
        ("2026-12-16 09:00", 3, 10),  # Monday's, told on Wednesday
        ("2026-12-30 12:00", 24, None),
        ("2027-03-01 12:00", None, 24),  # an old action found today: told once that it is late
    ],
)
def test_the_newest_rung_is_told_once(now: str, newest: int | None, asked: int | None) -> None:
    found = verdict(now, Told(newest)).ask
    assert (found.number if found else None) == asked


def test_what_comes_next_is_known() -> None:
    found = verdict("2026-11-30 12:00", Told(-7))
    assert found.current is None
    assert found.next is not None
    assert (found.next.number, found.next.at) == (-2, at("2026-12-02 09:00"))


def test_a_nudge_that_is_held_is_not_spent() -> None:
    night = verdict("2026-12-04 20:00", Told(-2))
    assert (night.ask, night.held, night.until) == (None, Held.QUIET, at("2026-12-07 09:00"))
    assert night.current is not None
    assert verdict("2026-12-07 09:00", Told(-2)).ask is not None


def test_peace_ends_on_the_day_that_was_named() -> None:
    held = verdict("2026-12-09 10:00", Told(0), paused=date(2026, 12, 12))
    assert (held.ask, held.held, held.until) == (None, Held.PAUSED, at("2026-12-14 09:00"))  # the 12th is a Saturday
    assert verdict("2026-12-14 09:00", Told(0), paused=date(2026, 12, 12)).ask is not None


def test_the_owner_is_warned_before_a_manager_hears_of_it() -> None:
    copy = Audience.COPY
    assert verdict("2026-12-14 10:00", to=copy).held is Held.OWNER_FIRST
    assert verdict("2026-12-14 10:00", Told(warned_on=date(2026, 12, 14)), copy).held is Held.OWNER_FIRST
    found = verdict("2026-12-14 10:00", Told(warned_on=date(2026, 12, 9)), copy).ask
    assert found is not None
    assert found.number == 10


def test_the_decision_is_asked_for_once() -> None:
    decider = Audience.DECIDER
    assert verdict("2027-01-01 12:00", to=decider).ask is None
    assert verdict("2027-01-04 09:00", to=decider).ask is not None
    assert verdict("2027-06-01 09:00", Told(30), decider).ask is None
