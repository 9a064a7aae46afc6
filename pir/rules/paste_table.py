"""Rows of CSV or JSON as lines of a paste; what is wrong is named by row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pir.rules.paste_line import NO_TIME, Line, heading, unread
from pir.rules.paste_reader import Reader
from pir.rules.paste_rows import Row
from pir.rules.stamp_reading import KEEP_AS_TEXT

EPOCH = re.compile(r"(?P<seconds>[0-9]{9,10})(?:(?P<thousandths>[0-9]{3})|\.[0-9]{1,9})?")


def lines_of_rows(lines: Sequence[str], rows: Sequence[Row], reader: Reader) -> list[Line]:
    """Each line of the text: the first of a row is its entry, the others go on with it, the rest is the head."""
    done: list[Line] = []
    by_first: dict[int, list[Row]] = {}
    for row in rows:
        by_first.setdefault(row.first, []).append(row)
    inside: range = range(0)
    for number, raw in enumerate(lines, start=1):
        if number in by_first:
            done += [_entry(row, raw, reader) for row in by_first[number]]
            inside = range(number, by_first[number][-1].last + 1)
        elif not raw.strip():
            done.append(Line(number, raw, "blank", "", reader.zone.key))
        elif number in inside:
            done.append(replace(heading(number, raw, reader.zone.key), kind="continued"))
        else:
            done.append(heading(number, raw, reader.zone.key))
    return done


def _entry(row: Row, raw: str, reader: Reader) -> Line:
    key, column = reader.zone.key, row.columns["time"]
    if not any(row.cells.values()):
        return Line(row.first, raw, "blank", "", key)
    written = _written(row)
    if not written:
        return _wrong(row, raw, key, column, "There is no time")
    line = reader.row(row.first, raw, written)
    if line is None or line.problem == NO_TIME:
        return _wrong(row, raw, key, column, f'"{written[:40]}" is not a time')
    if line.problem:
        return replace(line, text=raw.strip(), problem=f"Row {row.number}, column {column}: {line.problem.removesuffix(KEEP_AS_TEXT)}")
    if not row.cells["text"]:
        return _wrong(row, raw, key, row.columns["text"], "There is no text")
    return replace(line, text=row.cells["text"], actor=row.cells.get("who") or None)


def _written(row: Row) -> str:
    """Date, time and end of a row as a person would write them in one line."""
    parts = [_as_stamp(row.cells.get(role, "")) for role in ("date", "time", "end")]
    first = " ".join(part for part in parts[:2] if part)
    return f"{first} - {parts[2]}" if first and parts[2] else first


def _as_stamp(cell: str) -> str:
    """A cell as it stands; seconds or thousandths since 1970, as chats export them, as the time in UTC that they mean."""
    found = EPOCH.fullmatch(cell)
    return f"{datetime.fromtimestamp(int(found['seconds']), UTC):%Y-%m-%dT%H:%M:%S}Z" if found else cell


def _wrong(row: Row, raw: str, zone: str, column: str, reason: str) -> Line:
    return unread(row.first, raw, zone, f"Row {row.number}, column {column}: {reason}")
