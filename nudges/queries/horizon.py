"""How far ahead a source has to look: the last due date for which a rung can have opened somewhere by now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kernel.calendar import WorkingCalendar
from nudges.rules.rung import Counted, Ladder
from nudges.rules.steps import DAY, LONGEST_CLOSED
from organisation.queries.calendar import default_rule, rules_by_id

#: Where the day begins first (Kiribati): no local day anywhere is later.
EARLIEST_DAY = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Band:
    """Due dates after ``after`` (None: all earlier ones) up to ``last`` have rung ``number`` as the newest that can be open."""

    number: int
    after: date | None
    last: date


def bands(session: Session, ladder: Ladder, now: datetime) -> list[Band]:
    """One band for each rung before the anchor, the farthest first; in the last all later rungs are included."""
    today = (now + EARLIEST_DAY).date()
    calendars = [default_rule(session), *rules_by_id(session).values()]
    numbers = sorted(r.offset for r in ladder.rungs if r.counted is Counted.DAYS and r.offset <= 0)
    edges = [(number, _edge(number, today, calendars)) for number in numbers]
    nearer = [edge for _, edge in edges[1:]]
    return [Band(number, after, last) for (number, last), after in zip(edges, [*nearer, None], strict=True)]


def _edge(number: int, today: date, calendars: Iterable[WorkingCalendar]) -> date:
    """Rung ``number`` opens early where its own day is free: the last due date for which it has opened ``today``."""
    return max(_free_after(today, calendar) for calendar in calendars) - number * DAY


def _free_after(today: date, calendar: WorkingCalendar) -> date:
    """The last of the free days that follow ``today``; ``today`` when the next is worked."""
    day = today
    while not calendar.works(day + DAY) and day - today < LONGEST_CLOSED * DAY:
        day += DAY
    return day
