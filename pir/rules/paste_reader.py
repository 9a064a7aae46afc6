"""Goes down the lines of a pasted text and remembers what the next line needs: the day, the last time, the first time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from incidents.rules.clean import without_controls
from incidents.rules.written import Problem
from pir.rules.labelled_times import behind, labelled
from pir.rules.line_shape import ODD_BLANKS, Shaped, shaped, speaker
from pir.rules.paste_line import IN_CODE, NO_TIME, Line, heading, plain, unread
from pir.rules.relative_times import Relative, relative
from pir.rules.stamp_reading import Inherited, Read, day_of, read_stamp
from pir.rules.surroundings import Surroundings
from pir.rules.times import Stamp, after, date_alone, leading

OUTSIDE = "This line stands outside of the timeline of this text"
MARKED = "Kept as text, because it starts with \\"
IS_LOG = "This line looks like the output of a program"
NOTHING_BEFORE = "{typed} counts from an earlier time, and there is none above"
A_DAY = timedelta(days=1)
#: What follows the time in the title of an incident: "August 14 23:02 UTC (lasting 36 minutes)".
LASTING = re.compile(r"\((?:lasting|duration|for)\b[^()]{1,40}\)", re.IGNORECASE)
#: "At 14:03 …" in a text without headings is a note up to here, in characters, and a paragraph of a story beyond.
LONGEST_NOTE = 240


@dataclass(slots=True)
class Reader:
    """Reads the lines one after another. `window`: start and end of the incident; `around` is what is known of all lines."""

    zone: ZoneInfo
    window: tuple[datetime, datetime] | None
    inherited: Inherited
    around: Surroundings
    last_at: datetime | None = None
    first_at: datetime | None = None
    written_at: datetime | None = None

    def line(self, number: int, raw: str) -> Line:
        """The line as an entry, a heading, or unread with the reason."""
        if not raw.strip():
            return Line(number, raw, "blank", "", self.zone.key)
        if reason := self._untouched(number, raw):
            return unread(number, raw.lstrip()[1:] if reason == MARKED else raw, self.zone.key, reason, raw)
        shape = shaped(without_controls(raw))
        if shape.shape == "rule" or number in self.around.no_entries:
            return heading(number, raw, self.zone.key)
        if number == self.around.sections.title:
            return self._title(number, raw, shape)
        return self._message(number, raw) or self._timed(number, raw, shape) or self._without_time(number, raw, shape)

    def _untouched(self, number: int, raw: str) -> str | None:
        """Why a line is not looked into at all."""
        if number in self.around.output.code:
            return IN_CODE
        return MARKED if raw.lstrip().startswith("\\") else None

    def _message(self, number: int, raw: str) -> Line | None:
        """The head of a chat message."""
        if number not in self.around.heads:
            return None
        actor, stamp = self.around.heads[number]
        read = self._entry(number, raw, stamp)
        return replace(read, actor=actor) if read else None

    def row(self, number: int, raw: str, written: str) -> Line | None:
        """A row of a table whose time is `written`; None when that is none, or when anything stands behind it."""
        written = written.translate(ODD_BLANKS)
        stamp = leading(written)
        if stamp and not stamp.rest:
            return self._entry(number, raw, replace(stamp, weak=False))
        found = relative(written)
        return self._relative(number, raw, found, "") if found and not written[found.end :].strip() else None

    def _title(self, number: int, raw: str, shape: Shaped) -> Line:
        """The heading of the whole text: no entry, but where it names a day, that is the first one."""
        found = date_alone(shape.body)
        day = day_of(found[0], self.inherited, found[1]) if found else None
        if day is not None and not isinstance(day, Problem):
            self.inherited = replace(self.inherited, day=day)
        return heading(number, raw, self.zone.key)

    def _timed(self, number: int, raw: str, shape: Shaped) -> Line | None:
        """The line with the first of its times that is one; None when it has none."""
        for stamp in stamps(shape):
            if stamp.wordy and not self._is_listed(number, shape, stamp):
                continue
            if LASTING.fullmatch(stamp.rest):
                return heading(number, raw, self.zone.key)
            if reason := self._left_out(number, is_behind=stamp.behind):
                return unread(number, raw, self.zone.key, reason)
            if read := self._entry(number, raw, stamp):
                return read
        cells = shape.cells or (shape.body,)
        for place, cell in enumerate(cells):
            if found := relative(cell):
                rest = " | ".join((after(cell[found.end :], "")[0], *cells[:place], *cells[place + 1 :])).strip(" |")
                return self._relative(number, raw, found, rest)
        return None

    def _left_out(self, number: int, *, is_behind: bool = False) -> str | None:
        """Why a line with a time is no entry. Above a timeline "Reported at: 14:03" is one of the facts of the incident."""
        sections = self.around.sections
        if number in sections.other or (is_behind and sections.sure and number not in sections.timeline):
            return OUTSIDE
        return IS_LOG if number in self.around.output.logs else None

    def _is_listed(self, number: int, shape: Shaped, stamp: Stamp) -> bool:
        """Whether "At 14:03 …" is an item of a timeline and not a sentence of a story."""
        sections = self.around.sections
        if shape.shape != "bare" or number in sections.timeline:
            return True
        return not sections.headed and not stamp.spanning and len(shape.body) <= LONGEST_NOTE

    def _entry(self, number: int, raw: str, stamp: Stamp) -> Line | None:
        """The line of a stamp; None when the stamp is no time after all."""
        read = read_stamp(stamp, self.inherited, self.zone)
        if stamp.weak and (isinstance(read, Problem) or not (self._inside(read.at) or number in self.around.clocks)):
            return None
        actor, text = speaker(stamp.rest) if stamp.bracketed else (None, stamp.rest)
        line = Line(number, raw, "entry", text, self.zone.key, precision="about" if stamp.about else "exact", actor=actor)
        if isinstance(read, Problem):
            return replace(line, kind="unread", text=plain(raw), problem=read.sentence, choices=read.choices)
        if stamp.parts.get("plus") and self._is_far(read):
            return replace(line, kind="unread", text=plain(raw), problem=f"D+{stamp.parts['plus']} is outside this incident. Check the date")
        if self.first_at is None or stamp.parts.get("zero"):
            self.first_at = read.at
        self.written_at = read.at
        return self._placed(line, read)

    def _relative(self, number: int, raw: str, found: Relative, rest: str) -> Line | None:
        """A line whose time counts from another. "+4" alone needs one; the others say that there is none."""
        since = {"first": self.first_at, "last written": self.written_at, "before": self.last_at}[found.since]
        if self._left_out(number) or (since is None and found.since == "last written"):
            return None
        if since is None:
            return unread(number, raw, self.zone.key, NOTHING_BEFORE.format(typed=found.typed))
        at = since + found.span
        local = at.astimezone(self.zone).replace(tzinfo=None)
        line = Line(number, raw, "entry", rest, self.zone.key, precision="about" if found.about else "exact")
        return self._placed(line, Read(at, None, local))

    def _placed(self, line: Line, read: Read) -> Line:
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
                return unread(number, raw, self.zone.key, day.sentence)
            if (whole or shape.shape == "table") and not (self.around.sections.sure and number not in self.around.sections.timeline):
                self.inherited = replace(self.inherited, day=day, previous=None)
            if whole:
                return heading(number, raw, self.zone.key)
            problem = f"No time was found in this line, only the date {typed}"
        if shape.shape == "heading":
            return heading(number, raw, self.zone.key)
        return unread(number, raw, self.zone.key, problem)

    def _inside(self, at: datetime) -> bool:
        return self.window is not None and self.window[0] <= at <= self.window[1]

    def _is_far(self, read: Read) -> bool:
        """Whether a time lies more than a day outside of the window."""
        return self.window is not None and not (self.window[0] - A_DAY <= read.at <= self.window[1] + A_DAY)


def stamps(shape: Shaped) -> Iterator[Stamp]:
    """The stamps that a line may have, the likelier first; in a row of a table those of its cells."""
    if shape.shape != "table":
        yield from (stamp for read in (leading, behind, labelled) if (stamp := read(shape.body)))
        return
    for place, cell in enumerate(shape.cells):
        following = shape.cells[place + 1] if place + 1 < len(shape.cells) else ""
        for typed, taken in ((f"{cell} {following}", 2), (cell, 1)):
            stamp = leading(typed) if cell else None
            if stamp and not stamp.rest:
                others = (*shape.cells[:place], *shape.cells[place + taken :])
                yield replace(stamp, rest=" | ".join(other for other in others if other), wordy=False, behind=place > 0)
