"""Pasted text -> timeline lines for a preview. Each line of the text becomes one `Line`, in its order, with its text.

Nothing is sorted, dropped or guessed: a line without a readable time says why and keeps its text; a time before the one
above it is marked. Which ways of writing a time are understood is the table of `pir.rules.times`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from incidents.rules.clean import without_controls
from incidents.rules.moment import Precision, zone_named
from incidents.rules.written import Problem
from pir.rules.line_shape import Shaped, is_indented, lines_of_code, shaped, speaker
from pir.rules.stamp_reading import Inherited, Read, day_of, read_stamp
from pir.rules.times import Stamp, date_alone, leading, trailing

Kind = Literal["entry", "heading", "unread", "blank", "continued"]
NO_TIME = "No time was found in this line"
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the paste.

    `number` from 1; `raw` as pasted. `kind`: "entry" can be added to the timeline; "heading" carries no entry (a heading, a
    table's head); "unread" needs a hand, and `problem` says why; "continued" is more text of the entry above, which has it.
    `at` and `until` in UTC; `choices` are the two instants of a time that a clock change repeats. `zone` is that of the paste.
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


def parse(text: str, *, date: date, zone: str, window: tuple[datetime, datetime] | None = None) -> list[Line]:
    """Understand a pasted text, line by line. Never raises on any text.

    `date`: the day of the first line, until a line or a heading names another. `zone`: IANA zone of times that name none.
    `window`: start and end of the incident (aware); only inside of it do `1403` and `14.03` count as times.
    """
    lines = LINE_END.split(text)
    named = zone_named(zone)
    if isinstance(named, Problem):
        return [_unread(number, raw, zone, named.sentence) for number, raw in enumerate(lines, start=1)]
    reader = _Reader(named, window, Inherited(date, date), in_code=lines_of_code(lines))
    return _joined([reader.line(number, raw, _is_table_head(lines, number)) for number, raw in enumerate(lines, start=1)])


@dataclass(slots=True)
class _Reader:
    """Goes down the lines and remembers the day and the last time; `in_code` are the numbers of the lines in blocks of code."""

    zone: ZoneInfo
    window: tuple[datetime, datetime] | None
    inherited: Inherited
    in_code: frozenset[int]
    last_at: datetime | None = None

    def line(self, number: int, raw: str, is_table_head: bool) -> Line:
        if not raw.strip():
            return Line(number, raw, "blank", "", self.zone.key)
        if number in self.in_code:
            return _unread(number, raw, self.zone.key, "This line is in a block of code")
        if raw.lstrip().startswith("\\"):
            return _unread(number, raw.lstrip()[1:], self.zone.key, "Kept as text, because it starts with \\", raw)
        shape = shaped(without_controls(raw))
        if shape.shape == "rule" or is_table_head:
            return replace(_unread(number, raw, self.zone.key, None), kind="heading")
        for stamp in _stamps(shape):
            if read := self._entry(number, raw, stamp):
                return read
        return self._without_time(number, raw, shape)

    def _entry(self, number: int, raw: str, stamp: Stamp) -> Line | None:
        """The line of a stamp; None when the stamp is no time after all."""
        read = read_stamp(stamp, self.inherited, self.zone)
        if stamp.weak and (isinstance(read, Problem) or not self._inside(read.at)):
            return None
        actor, text = speaker(stamp.rest) if stamp.bracketed else (None, stamp.rest)
        line = Line(number, raw, "entry", text, self.zone.key, precision="about" if stamp.about else "exact", actor=actor)
        if isinstance(read, Problem):
            return replace(line, kind="unread", text=_plain(raw), problem=read.sentence, choices=read.choices)
        if stamp.parts.get("plus") and self._is_far(read):
            return replace(line, kind="unread", text=_plain(raw), problem=f"D+{stamp.parts['plus']} is outside this incident. Check the date")
        before, self.last_at = self.last_at, read.at
        self.inherited = replace(self.inherited, day=read.local.date(), previous=read.local)
        return replace(line, at=read.at, until=read.until, order_break=before is not None and read.at < before)

    def _without_time(self, number: int, raw: str, shape: Shaped) -> Line:
        """A heading, which may name the day of the lines below it, or a line that has to be looked at."""
        problem = NO_TIME
        if found := date_alone(" ".join(shape.cells) if shape.cells else shape.body):
            parts, typed, rest = found
            day = day_of(parts, self.inherited, typed)
            whole = not rest or shape.shape == "heading"
            if isinstance(day, Problem):
                return _unread(number, raw, self.zone.key, day.sentence)
            if whole or shape.shape == "table":
                self.inherited = Inherited(self.inherited.first_day, day)
            if whole:
                return replace(_unread(number, raw, self.zone.key, None), kind="heading")
            problem = f"No time was found in this line, only the date {typed}"
        kind: Kind = "heading" if shape.shape == "heading" else "unread"
        return replace(_unread(number, raw, self.zone.key, None if kind == "heading" else problem), kind=kind)

    def _inside(self, at: datetime) -> bool:
        return self.window is not None and self.window[0] <= at <= self.window[1]

    def _is_far(self, read: Read) -> bool:
        """Whether a time lies more than a day outside of the window."""
        day = timedelta(days=1)
        return self.window is not None and not (self.window[0] - day <= read.at <= self.window[1] + day)


def _stamps(shape: Shaped) -> Iterator[Stamp]:
    """The stamps that a line may begin or end with, the likelier first."""
    if shape.shape != "table":
        found = (leading(shape.body), trailing(shape.body))
        yield from (stamp for stamp in found if stamp)
        return
    for place, cell in enumerate(shape.cells):
        following = shape.cells[place + 1] if place + 1 < len(shape.cells) else ""
        for typed, taken in ((f"{cell} {following}", 2), (cell, 1)):
            stamp = leading(typed) if cell else None
            if stamp and not stamp.rest:
                others = (*shape.cells[:place], *shape.cells[place + taken :])
                yield replace(stamp, rest=" | ".join(other for other in others if other))


def _joined(lines: list[Line]) -> list[Line]:
    """Give an entry the lines that go on with it: all that follow an entry without text, the indented ones of any entry."""
    done: list[Line] = []
    owner: int | None = None
    open_ended = False
    for line in lines:
        if line.kind == "entry":
            owner, open_ended = len(done), not line.text
        elif line.kind == "heading" or (line.kind == "blank" and not open_ended):
            owner = None
        elif line.kind == "unread" and owner is not None and not line.choices and _goes_on(line, open_ended):
            done[owner] = replace(done[owner], text=f"{done[owner].text}\n{line.text}".strip())
            line = replace(line, kind="continued", problem=None)  # noqa: PLW2901 - the line as it is kept
        done.append(line)
    return [_asking_for_text(line) for line in done]


def _goes_on(line: Line, open_ended: bool) -> bool:
    """Whether a line is more text of the entry above; a line with a wrong time in it never is."""
    is_code = line.problem is not None and line.problem.endswith("block of code")
    return is_code or (line.problem == NO_TIME and (open_ended or is_indented(line.raw)))


def _asking_for_text(line: Line) -> Line:
    if line.kind != "entry" or line.text or line.at is None:
        return line
    when = line.at.astimezone(ZoneInfo(line.zone))
    return replace(line, kind="unread", text=_plain(line.raw), problem=f"Enter what happened at {when:%H:%M}")


def _is_table_head(lines: list[str], number: int) -> bool:
    """Whether the line (from 1) is the row above a table's rule."""
    following = lines[number] if number < len(lines) else ""
    return lines[number - 1].lstrip().startswith("|") and shaped(following).shape == "rule"


def _plain(raw: str) -> str:
    return without_controls(raw).strip()


def _unread(number: int, text: str, zone: str, problem: str | None, raw: str | None = None) -> Line:
    return Line(number, text if raw is None else raw, "unread", _plain(text), zone, problem=problem)
