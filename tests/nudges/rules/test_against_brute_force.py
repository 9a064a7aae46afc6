"""The rules against the same ladder counted day by day: any due date, any calendar, any day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.calendar import WorkingCalendar
from nudges.rules.hours import Hours, Wishes
from nudges.rules.rung import Audience
from nudges.rules.shipped import ladders
from nudges.rules.steps import steps
from organisation.rules.policy import SMALL_TEAM
from tests.nudges.model import newest, opening_days, weekdays

LADDER = ladders(SMALL_TEAM)["action_due"]
#: A crowded machine is no fault of a rule.
patient = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


@patient
@given(due=DAYS, ahead=st.integers(0, 40), free=st.sets(st.integers(-20, 50), max_size=12), zone=st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]))
def test_every_rung_opens_on_the_day_that_counting_gives(due: date, ahead: int, free: set[int], zone: str) -> None:
    holidays = frozenset(due + timedelta(days=n) for n in free)
    place = Hours.of(zone, WorkingCalendar.of(zone, holidays), Wishes()).daily
    set_at = datetime.combine(due - timedelta(days=ahead), datetime.min.time(), UTC) + timedelta(hours=12)
    found = {s.number: place._local(s.at).date() for s in steps(LADDER, due, set_at, place) if s.to is Audience.ASKED}
    assert found == opening_days(due, lambda day: weekdays(day) and day not in holidays, early=ahead > 14)


@patient
@given(due=DAYS, after=st.integers(-20, 60))
def test_the_newest_is_the_newest(due: date, after: int) -> None:
    place = Hours.of("UTC", WorkingCalendar.of("UTC"), Wishes()).daily
    day = due + timedelta(days=after)
    evening = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=23)
    opened = [s.number for s in steps(LADDER, due, None, place) if s.to is Audience.ASKED and s.at <= evening]
    assert (opened[-1] if opened else None) == newest(due, day, weekdays, early=True)
