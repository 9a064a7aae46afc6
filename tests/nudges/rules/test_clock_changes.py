"""Every change of the clocks in every zone from 2025 to 2030, with the daily mail at an hour that is skipped or repeated (R5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from kernel.calendar import ALWAYS, WorkingCalendar
from nudges.rules.decide import Place, Told, decide
from nudges.rules.hours import Hours, Wishes
from nudges.rules.rung import Audience
from nudges.rules.shipped import ladders
from nudges.rules.steps import steps
from organisation.rules.policy import SMALL_TEAM

LADDER = ladders(SMALL_TEAM)["action_due"]
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
#: Minutes after midnight: on the hour, and within the hours that are skipped or repeated somewhere.
MAILED_AT = (0, 60, 90, 120, 150, 239)
SWEPT_EVERY = timedelta(minutes=30)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def changes(zone: ZoneInfo) -> Iterator[datetime]:
    """The instants after which the offset is another one, to the hour."""
    at, offset = FIRST, FIRST.astimezone(zone).utcoffset()
    while at < LAST:
        at += DAY
        if at.astimezone(zone).utcoffset() != offset:
            hour = next(h for h in range(24, -1, -1) if (at - h * timedelta(hours=1)).astimezone(zone).utcoffset() != offset)
            yield at - hour * timedelta(hours=1)
            offset = at.astimezone(zone).utcoffset()


def zones_that_change() -> dict[str, tuple[datetime, ...]]:
    """One zone of each kind: those with the same changes and offsets are the same to us."""
    found: dict[tuple[object, ...], tuple[str, tuple[datetime, ...]]] = {}
    for name in sorted(available_timezones()):
        moments = tuple(changes(ZoneInfo(name)))
        kind = tuple((m, m.astimezone(ZoneInfo(name)).utcoffset()) for m in moments)
        if moments:
            found.setdefault(kind, (name, moments))
    return dict(found.values())


ZONES = zones_that_change()


def told_around(zone: str, moment: datetime, due: date, mailed_at: int) -> list[tuple[int, datetime]]:
    """What sweeps every half hour from a day before a change to a day after it tell, with an empty ledger at the start."""
    place = Hours.of(zone, WorkingCalendar(zone, ALWAYS), Wishes(mailed_at, 1440, 0)).daily
    found = steps(LADDER, due, LONG_AGO, place)
    told: list[tuple[int, datetime]] = []
    now, end = moment - 1.5 * DAY, moment + 1.5 * DAY
    while now < end:
        today = now.astimezone(ZoneInfo(zone)).date()
        step = decide(found, Audience.ASKED, Told(max((n for n, _ in told), default=None)), Place(place, today), now).ask
        if step:
            told.append((step.number, now))
        now += SWEPT_EVERY
    return told


def test_there_is_something_to_test() -> None:
    assert len(ZONES) >= 30
    assert sum(len(moments) for moments in ZONES.values()) >= 300
    jumps = {abs((m.astimezone(ZoneInfo(z)).utcoffset() or DAY) - ((m - DAY).astimezone(ZoneInfo(z)).utcoffset() or DAY))
             for z, moments in ZONES.items() for m in moments}
    assert {timedelta(minutes=30), timedelta(hours=1)} <= jumps, "Lord Howe moves by half an hour"


@pytest.mark.parametrize("zone", ZONES)
def test_neither_skipped_nor_doubled_nor_early(zone: str) -> None:
    place = ZoneInfo(zone)
    for moment in ZONES[zone]:
        day = moment.astimezone(place).date()
        for mailed_at in MAILED_AT:
            for due, expected in ((day, 0), (day - 3 * DAY, 3)):
                told = told_around(zone, moment, due, mailed_at)
                by_day = Counter(at.astimezone(place).date() for _, at in told)
                assert len({n for n, _ in told}) == len(told), "a level is told once"
                assert all(count == 1 for count in by_day.values()), "one a local day"
                on_the_day = [at for n, at in told if n == expected]
                assert [at.astimezone(place).date() for at in on_the_day] == [day], (moment, mailed_at, due, told)
                if expected > 0:
                    assert all(at.astimezone(place).date() > due for at in on_the_day), "not before the due day is over"
