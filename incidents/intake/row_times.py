"""The times of one row: each cell as an instant, and no end before its start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from incidents.intake.date_order import read_cell
from incidents.rules.moment import Moment
from incidents.rules.written import DateOrder, Problem
from kernel.intake.refusal import Remarks

# What cannot end before it starts, as far as the source tells both. "opened" is when the record was made.
SPANS = (
    ("occurred", "detected"),
    ("occurred", "mitigated"),
    ("occurred", "restored"),
    ("detected", "restored"),
    ("mitigated", "restored"),
    ("opened", "resolved"),
    ("opened", "closed"),
    ("resolved", "closed"),
)


class Unfit(Exception):
    """One row cannot be taken; `column` is named as in the file. Never leaves intake: it becomes a `Reject`."""

    def __init__(self, column: str | None, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class TimeReader:
    """Reads the time cells of a file: its zone, its one order of day and month, and where to remark on doubles."""

    zone: ZoneInfo
    order: DateOrder
    remarks: Remarks
    patterns: tuple[str, ...] = ()

    def read(self, cells: Mapping[str, tuple[str, str]], row: int) -> dict[str, Moment]:
        """Instants by fact, of (column, text) by fact. `Unfit` for a text that is no time and for an end before its start.

        In the hour that a clock change repeats the first occurrence is taken, as "about"; the second one where only
        that keeps an end after its start.
        """
        times: dict[str, Moment] = {}
        seconds: dict[str, Moment] = {}
        for fact, (column, text) in cells.items():
            read = self._read(text)
            if isinstance(read, Problem) and read.choices:
                times[fact], seconds[fact] = self._both(read, text, row, column)
            elif isinstance(read, Problem):
                raise Unfit(column, read.sentence)
            else:
                times[fact] = read
        for start, end in _spans_of(times):
            if times[end].at < times[start].at and end in seconds:
                times[end] = seconds[end]
            if times[end].at < times[start].at:
                column, text = cells[end]
                raise Unfit(column, f"{column} ({text}) is before {cells[start][0]} ({cells[start][1]})")
        return times

    def instant(self, text: str, row: int, column: str, *, after: datetime | None = None) -> Moment | None:
        """One time by itself, None when it is none. In the repeated hour the first that is not before ``after``, as "about"."""
        read = self._read(text)
        if isinstance(read, Moment):
            return read
        if not read.choices:
            return None
        first, second = self._both(read, text, row, column)
        return second if after and first.at < after else first

    def instant_of(self, text: str) -> datetime | None:
        """The instant of a text, silently; the first one in the repeated hour."""
        read = self._read(text)
        if isinstance(read, Moment):
            return read.at
        return read.choices[0] if read.choices else None

    def _read(self, text: str) -> Moment | Problem:
        return read_cell(text, self.zone, self.order, self.patterns)

    def _both(self, overlap: Problem, text: str, row: int, column: str) -> tuple[Moment, Moment]:
        self.remarks.count("Times in the hour that a clock change repeats, taken as the first one, about", row, column)
        first, second = (Moment(at, self.zone.key, text, "about") for at in overlap.choices)
        return first, second


def about(moment: Moment) -> Moment:
    """The same instant, known only roughly."""
    return Moment(moment.at, moment.zone, moment.typed, "about")


def _spans_of(times: Mapping[str, Moment]) -> Iterable[tuple[str, str]]:
    return (span for span in SPANS if span[0] in times and span[1] in times)
