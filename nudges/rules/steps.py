"""When each rung of a ladder opens for one person: instants, from the anchor and the person's own calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kernel.calendar import WorkingCalendar
from nudges.rules.hours import first_open
from nudges.rules.rung import Audience, Counted, Ladder, Rung, Weekly

MONDAY = 0
DAY = timedelta(days=1)
#: No house is closed for longer; a rung with no working day so near before it opens on the next one.
LONGEST_CLOSED = 31

Anchor = date | datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A rung that opens at an instant (UTC). ``number`` is the ledger's."""

    number: int
    to: Audience
    says: str
    at: datetime


def steps(ladder: Ladder, anchor: Anchor, set_at: datetime | None, calendar: WorkingCalendar) -> tuple[Step, ...]:
    """Every step of the ladder, in the order in which they open.

    ``calendar`` has the zone, the working days and, as its hours, those in which the person is written to. A rung on a free
    day opens on the working day before it while the anchor is still to come, else on the next. ``set_at`` is when somebody
    set the anchor; None where nobody knows, so that it was set long ago.
    """
    day = local_day(anchor, calendar)
    fixed = [_fixed(rung, anchor, day, calendar) for rung in ladder.rungs if _applies(rung, day, set_at, calendar)]
    weekly = _mondays(ladder.weekly, day, calendar) if ladder.weekly else ()
    return tuple(sorted([*fixed, *weekly], key=lambda step: (step.number, step.to)))


def local_day(anchor: Anchor, calendar: WorkingCalendar) -> date:
    """The day of a due date is the same everywhere; an instant lies on the day that the person has then."""
    return anchor.astimezone(ZoneInfo(calendar.zone)).date() if isinstance(anchor, datetime) else anchor


def _applies(rung: Rung, day: date, set_at: datetime | None, calendar: WorkingCalendar) -> bool:
    if not rung.when_over or set_at is None:
        return True
    return day - local_day(set_at, calendar) > rung.when_over * DAY


def _fixed(rung: Rung, anchor: Anchor, day: date, calendar: WorkingCalendar) -> Step:
    return Step(rung.offset, rung.to, rung.says, _opens(rung, anchor, day, calendar))


def _opens(rung: Rung, anchor: Anchor, day: date, calendar: WorkingCalendar) -> datetime:
    if rung.counted is Counted.HOURS and isinstance(anchor, datetime):
        return anchor.astimezone(UTC) + timedelta(hours=rung.offset)
    if rung.counted is Counted.WORKING_DAYS:
        return first_open(calendar, _worked_after(day, rung.offset, calendar))
    wanted = day + rung.offset * DAY
    return first_open(calendar, _worked_before(wanted, calendar) if rung.offset <= 0 else wanted)


def _mondays(weekly: Weekly, day: date, calendar: WorkingCalendar) -> Iterator[Step]:
    """One step for each Monday and audience; a Monday that is free opens on the next working day."""
    first = _worked_after(day, weekly.after, calendar) + DAY
    monday = first + (MONDAY - first.weekday()) % 7 * DAY
    while (monday - day).days < weekly.until:
        at = first_open(calendar, monday)
        for to in weekly.to:
            yield Step((monday - day).days, to, weekly.says, at)
        monday += 7 * DAY


def _worked_after(day: date, count: int, calendar: WorkingCalendar) -> date:
    """The ``count``-th working day after ``day``."""
    while count:
        day += DAY
        count -= calendar.works(day)
    return day


def _worked_before(day: date, calendar: WorkingCalendar) -> date:
    """``day`` when it is worked, else the last working day before it; ``day`` where there is none for long."""
    return next((d for d in (day - n * DAY for n in range(LONGEST_CLOSED)) if calendar.works(d)), day)
