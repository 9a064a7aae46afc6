"""What intake says about things it cannot take: the whole file, one row, or a remark on rows that it did take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kernel.errors import DebriefError

UnreadableKind = Literal["file", "columns", "date_order", "zone", "map"]


class Unreadable(DebriefError):
    """The file as a whole cannot be taken, and nothing of it was.

    `kind` says what would mend it: another file, other columns, an answer on the order of day and month, a zone, another map.
    """

    def __init__(self, reason: str, kind: UnreadableKind = "file") -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that was not taken.

    `row` is counted as a spreadsheet shows it (the header is row 1); `column` is named as in the file, None when the row
    as a whole is at fault; `reason` is a sentence.
    """

    row: int
    column: str | None
    reason: str


class Remarks:
    """Things that were put right or left out on the way, counted by kind, so that 10,000 of them are still one line."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._counted: dict[str, tuple[int, str]] = {}

    def say(self, text: str) -> None:
        """A remark on the whole file."""
        self._lines.append(text)

    def count(self, text: str, row: int, column: str | None = None) -> None:
        """One more of a kind; the first place is kept."""
        number, first = self._counted.get(text, (0, f"row {row}" + (f", {column}" if column else "")))
        self._counted[text] = (number + 1, first)

    def lines(self) -> list[str]:
        """The remarks, those on the whole file first."""
        return self._lines + [f"{text}: {number} (first in {first})" for text, (number, first) in self._counted.items()]
