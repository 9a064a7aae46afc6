"""Pasted text -> timeline lines for a preview. Each line of the text becomes one `Line`, in its order, with its text;
only where HTML has many rows in one line, each of them becomes one.

Nothing is sorted, dropped or guessed: a line without a readable time says why and keeps its text; a time before the one
above it is marked. Which ways of writing a time are understood are the tables of `times`, `relative_times` and
`labelled_times`; what stands around them is in `line_shape`, `sections`, `code_blocks` and `chat_heads`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from incidents.rules.moment import zone_named
from incidents.rules.written import Problem
from pir.rules.date_orders import date_order
from pir.rules.line_shape import ODD_BLANKS, html_rows
from pir.rules.paste_joining import joined
from pir.rules.paste_line import DOUBTFUL, Line, unread
from pir.rules.paste_reader import Reader
from pir.rules.paste_rows import rows_of
from pir.rules.paste_table import lines_of_rows
from pir.rules.stamp_reading import Inherited
from pir.rules.surroundings import surroundings

__all__ = ["LINE_END", "Line", "parse"]

LINE_END = re.compile(r"\r\n|\r|\n")


def parse(text: str, *, date: date, zone: str, window: tuple[datetime, datetime] | None = None) -> list[Line]:
    """Understand a pasted text, line by line. Never raises on any text.

    `date`: the day of the first line, until a line or a heading names another. `zone`: IANA zone of times that name none.
    CSV with a head and JSON are known by their columns ("time", "what", "who"). `window`: start and end of the incident (aware); inside of it `1403` and `14.03` count as times.
    """
    lines = LINE_END.split(text)
    named = zone_named(zone)
    if isinstance(named, Problem):
        return [unread(number, raw, zone, named.sentence) for number, raw in enumerate(lines, start=1)]
    rows = rows_of(text)
    around = surroundings([raw.translate(ODD_BLANKS) for raw in lines] if rows is None else ())
    reader = Reader(named, window, Inherited(date, date, order=date_order(text, date)), around)
    if rows is not None:
        return lines_of_rows(lines, rows, reader)
    return _with_doubts(joined([reader.line(number, row) for number, raw in enumerate(lines, start=1) for row in html_rows(raw)]), around.output.doubtful)


def _with_doubts(lines: list[Line], fence: int) -> list[Line]:
    """Entries behind a fence that opens inside another need a hand, unless the text has no others: they may be code."""
    if not fence or all(line.number > fence for line in lines if line.kind == "entry"):
        return lines
    problem = DOUBTFUL.format(number=fence)
    return [
        replace(line, kind="unread", problem=problem, is_doubtful=True) if line.kind == "entry" and line.number > fence else line for line in lines
    ]
