"""One line of a pasted text as it was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from incidents.rules.clean import without_controls
from incidents.rules.moment import Precision

Kind = Literal["entry", "heading", "unread", "blank", "continued"]
NO_TIME = "No time was found in this line"
IN_CODE = "This line is in a block of code"
DOUBTFUL = "Line {number} opens a block of code inside another, so that this may be code"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the paste.

    `number` from 1; `raw` as pasted. `kind`: "entry" can be added to the timeline; "heading" carries no entry (a heading, a
    table's head); "unread" needs a hand, and `problem` says why; "continued" is more text of its entry, which has it.
    `is_doubtful`: unread, and read all the same: a person may add it as it stands.
    `at` and `until` are aware, with the offset they were written in; `choices` are the two instants (UTC) of a time that a
    clock change repeats. `zone` is that of the paste.
    """

    number: int
    raw: str
    kind: Kind
    text: str
    zone: str
    at: datetime | None = None
    until: datetime | None = None
    precision: Precision = "exact"
    actor: str | None = None
    problem: str | None = None
    choices: tuple[datetime, ...] = ()
    order_break: bool = False
    is_doubtful: bool = False


def plain(raw: str) -> str:
    """The text of a line without control characters and outer blanks."""
    return without_controls(raw).strip()


def unread(number: int, text: str, zone: str, problem: str | None, raw: str | None = None) -> Line:
    """A line that needs a hand, with its whole text; `raw` where that is not the text."""
    return Line(number, text if raw is None else raw, "unread", plain(text), zone, problem=problem)


def heading(number: int, raw: str, zone: str) -> Line:
    """A line that carries no entry and needs no hand."""
    return Line(number, raw, "heading", plain(raw), zone)
