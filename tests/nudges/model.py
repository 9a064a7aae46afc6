"""The shipped ladder once more, day by day and by brute force: what the rules are held against."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

DAY = timedelta(days=1)

Works = Callable[[date], bool]


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def opening_days(due: date, works: Works, *, early: bool) -> dict[int, date]:
    """Rung -> the day on which it opens for whoever has to act."""
    found = {}
    for before in (7, 2, 0) if early else (2, 0):
        day = due - before * DAY
        while not works(day):
            day -= DAY
        found[-before] = day
    late, worked = due, 0
    while worked < 3:
        late += DAY
        worked += works(late)
    found[3] = late
    for offset in range(1, 30):
        monday = due + offset * DAY
        if monday.weekday() == 0 and monday > late:
            while not works(monday):
                monday += DAY
            found[offset] = monday
    return found


def newest(due: date, today: date, works: Works, *, early: bool) -> int | None:
    """The newest rung that has opened by ``today``."""
    return max((rung for rung, day in opening_days(due, works, early=early).items() if day <= today), default=None)
