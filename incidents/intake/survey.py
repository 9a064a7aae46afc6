"""The first walk over a file: which order its dates have, and on which row each number stands last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from incidents.intake.cells import known
from incidents.intake.date_order import OrderEvidence
from incidents.rules.journal import heads
from kernel.intake.reader import Row
from kernel.intake.refusal import Reject, Unreadable
from kernel.intake.sheet import Sheet

#: Rows that one number may have. The longest life in a real log is a few hundred saves.
MOST_ROWS = 5_000
#: Rows that wait for the last one of their number, from which on equal texts are kept once.
MANY = 500


@dataclass(slots=True)
class Survey:
    """``last`` is the last row of each number, which is the one that `key` makes of its cell; ``rows`` counts all that can be read."""

    evidence: OrderEvidence = field(default_factory=OrderEvidence)
    last: dict[str, int] = field(default_factory=dict)
    rows: int = 0

    @property
    def has_repeats(self) -> bool:
        """Whether any number stands on two rows."""
        return self.rows > len(self.last)


def key(cell: str) -> str | None:
    """What makes two numbers the same; None for a cell without one."""
    number = known(cell)
    return number.casefold() if number else None


def survey(sheet: Sheet, number: str, *, timed: Iterable[str], noted: Iterable[str]) -> Survey:
    """Walk all rows, so that a file with too many of them is refused before the first is taken.

    ``number``, ``timed``, ``noted``: the columns of the number, of dates, and of work logs, whose heads hold dates as well.
    """
    found = Survey()
    see, timed, noted = found.evidence.see, tuple(timed), tuple(noted)
    nameless = 0
    for row in sheet.rows():
        if isinstance(row, Reject):
            continue
        cells = row.cells
        found.rows += 1
        for column in timed:
            see(row.number, column, cells[column])
        for column in noted:
            for when in heads(cells[column]):
                see(row.number, column, when)
        if name := key(cells[number]):
            found.last[name] = row.number
        else:
            nameless += 1
    found.rows -= nameless
    return found


class Waiting:
    """Rows of an audit log until the last one of their number comes. In a log that is sorted by number few wait at a time."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {}
        self._texts: dict[str, str] = {}
        self._count = 0

    def add(self, name: str, row: Row) -> None:
        """Keep a row. `Unreadable` for a number with more rows than any incident has."""
        held = self._rows.setdefault(name, [])
        if len(held) == MOST_ROWS:
            raise Unreadable(f"The file has more than {MOST_ROWS:,} rows of one incident, the last of them row {row.number}")
        self._count += 1
        held.append(self._shared(row) if self._count > MANY else row)

    def take(self, name: str | None) -> list[Row]:
        """The rows of a number, in the order of their coming; they wait no longer."""
        rows = self._rows.pop(name, []) if name else []
        self._count -= len(rows)
        return rows

    def _shared(self, row: Row) -> Row:
        texts = self._texts
        return Row(row.number, row.line, {column: texts.setdefault(cell, cell) for column, cell in row.cells.items()})
