"""The rows of one incident in an audit log: put in order, told as changes, and counted where the log itself does not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from incidents.intake.cells import known, whole_number
from incidents.intake.facts import Change
from incidents.intake.row_times import TimeReader
from kernel.intake.reader import Row

#: Beginnings of the states in which an incident is over; from one of them into any other state it was reopened.
ENDED = ("resolved", "closed", "completed")
CANCELLED = ("cancel",)
LONGEST_ACTOR = 120


def ordered(rows: Sequence[Row], column: Mapping[str, str], reader: TimeReader) -> list[Row]:
    """Oldest first: by the number of the update, else by its time, else as they stand in the file."""
    if len(rows) == 1:
        return list(rows)
    for fact, read in (("update_count", whole_number), ("updated", reader.instant_of)):
        if fact in column:
            keys = [read(row.cells[column[fact]].strip()) for row in rows]
            if all(value is not None for value in keys):
                places = sorted(range(len(rows)), key=keys.__getitem__)  # type: ignore[arg-type]  # none is None
                return [rows[place] for place in places]
    return list(rows)


def changes(
    rows: Sequence[Row], column: Mapping[str, str], tracked: Sequence[str], words: Mapping[str, Mapping[str, Any]], reader: TimeReader
) -> tuple[Change, ...]:
    """The life of an incident, of its rows in order. ``tracked``: facts to tell, of which the file has some; ``words`` of the profile."""
    told = [(fact, column[fact], words.get(fact, {})) for fact in tracked if fact in column]
    return tuple(_changes(rows, column, told, reader))


def _changes(
    rows: Sequence[Row], column: Mapping[str, str], told: Sequence[tuple[str, str, Mapping[str, Any]]], reader: TimeReader
) -> Iterator[Change]:
    before: dict[str, str] = {}
    state, at = None, None
    by, when = column.get("updated_by"), column.get("updated")
    for row in rows:
        cells = row.cells
        values = {fact: _meant(cells[name], words) for fact, name, words in told if not before or cells[name] != before[name]}
        if not before:
            values = {fact: value for fact, value in values.items() if value is not None}
        state = values.get("state", state)
        typed = known(cells[when]) or "" if when else ""
        moment = reader.instant(typed, row.number, when or "", after=at) if typed else None
        if typed and moment is None:
            reader.remarks.count("Times of a change that are no time; the change is kept without one", row.number, when)
        at = moment.at if moment else None
        yield Change(at, typed, (known(cells[by]) or "")[:LONGEST_ACTOR] if by else "", state, values)
        before = cells


def reopened(told: Sequence[Change]) -> int:
    """How often the states of a log lead from an end back into work.

    >>> states = ("New", "Resolved", "Active", "Resolved", "Closed", "Canceled")
    >>> reopened([Change(None, "", "", state, {"state": state}) for state in states])
    1
    """
    states = [change.state.casefold() for change in told if change.state]
    return sum(a.startswith(ENDED) and not b.startswith((*ENDED, *CANCELLED)) for a, b in pairwise(states))


def reassigned(told: Sequence[Change]) -> int:
    """How often the group of a log changes from one to another."""
    groups = [group for change in told if (group := change.values.get("group"))]
    return sum(a != b for a, b in pairwise(groups))


def highest(rows: Sequence[Row], column: str) -> int | None:
    """The highest count in a column: a counter of the tool never goes down."""
    return max((count for row in rows if (count := whole_number(row.cells[column].strip())) is not None), default=None)


def _meant(cell: str, words: Mapping[str, Any]) -> str | None:
    text = known(cell)
    return str(words.get(text.casefold(), text)) if text and words else text

