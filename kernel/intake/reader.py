"""CSV bytes -> rows by column name, one at a time. Every line of the file comes out as part of a row or of a reject."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from kernel.intake.archive import LIMITS, Limits, Source, source_of
from kernel.intake.encoding import PIECE, Encoding, encoding_of
from kernel.intake.refusal import Reject, Remarks, Unreadable

DELIMITERS = (",", ";", "\t")


class Row(NamedTuple):
    """One record: `number` as a spreadsheet shows it (header = 1), the line it ends on, its cells by column name."""

    number: int
    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """An opened file: its columns in order, how it is written, and its rows as often as they are asked for."""

    columns: tuple[str, ...]
    delimiter: str
    encoding: Encoding
    source: Source
    limits: Limits = LIMITS
    remarks: Remarks = field(default_factory=Remarks)
    #: What the number of a row counts.
    counting: str = "Rows are counted as a spreadsheet does; the head is row 1."

    def rows(self) -> Generator[Row | Reject, None, None]:
        """The rows below the header in file order, a `Reject` in the place of each that cannot be read.

        Reads the file anew and holds one row at a time. `Unreadable` when there are more rows than the limit.
        """
        errors = "replace" if self.encoding.cut else "strict"
        with self.source.open() as stream, io.TextIOWrapper(stream, self.encoding.codec, errors, newline="") as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            records = _records(reader)
            next(records, None)
            last: Row | Reject | None = None
            for number, record in enumerate(records, start=2):
                if number - 1 > self.limits.rows:
                    raise Unreadable(f"The file has more than {self.limits.rows:,} rows")
                if last is not None:
                    yield last
                last = self._row(number, reader.line_num, record)
            if last is not None:
                yield self._ended(last)

    def _row(self, number: int, line: int, record: list[str] | str) -> Row | Reject | None:
        """A record as a row; None for a blank line; a reject for a sentence of the parser or another number of cells."""
        if isinstance(record, str):
            return Reject(number, None, record)
        if len(record) == len(self.columns) and record[0].strip() and "\x00" not in "".join(record):  # nearly every row of every file
            return Row(number, line, dict(zip(self.columns, record, strict=True)))
        return self._odd(number, line, record)

    def _odd(self, number: int, line: int, record: list[str]) -> Row | Reject | None:
        width = len(self.columns)
        if not any(cell.strip() for cell in record):
            return None
        if any(record[width:]):
            return Reject(number, None, f"The row has {len(record)} cells; the header has {width}")
        if len(record) < width:
            reason = f"The row ends before this column: it has {len(record)} of {width} cells"
            return Reject(number, self.columns[len(record)], reason)
        cells = dict(zip(self.columns, record, strict=False))
        column = next((column for column, cell in cells.items() if "\x00" in cell), None)
        return Reject(number, column, "The cell holds a NUL byte; the file is damaged here") if column else Row(number, line, cells)

    def _ended(self, last: Row | Reject) -> Row | Reject:
        """The last row, as a reject that says so when the file ends in the middle of it."""
        if isinstance(last, Row) and self.encoding.cut:
            return Reject(last.number, self.columns[-1], "The file ends in the middle of this row (in a character)")
        if isinstance(last, Reject) and last.column and not self.encoding.is_ended and "NUL" not in last.reason:
            return Reject(last.row, last.column, f"The file ends in the middle of this row. {last.reason}")
        return last


def open_table(given: Path | str | bytes, *, required: Collection[str] = (), limits: Limits = LIMITS) -> Table:
    """Open a CSV file (path, or bytes as sent; also the one CSV in a zip archive).

    Reads all bytes once to know the encoding, and the header. `required`: column names that must be there.
    `Unreadable`: too large, not text, empty, no rows, a column named twice or missing.
    """
    source = source_of(given, limits)
    encoding = encoding_of(source)
    header, delimiter = _header(source, encoding)
    columns = named(header)
    if missing := [name for name in required if name not in columns]:
        raise Unreadable(f"The file has no column {', '.join(missing)}. Its columns: {', '.join(columns)}", "columns")
    table = Table(columns, delimiter, encoding, source, limits)
    if encoding.remark:
        table.remarks.say(encoding.remark)
    with closing(table.rows()) as rows:
        if next(rows, None) is None:
            raise Unreadable("The file has a header and no rows below it")
    return table


def _header(source: Source, encoding: Encoding) -> tuple[list[str], str]:
    """The cells of the first record and the delimiter that gives the most of them."""
    with source.open() as stream, io.TextIOWrapper(stream, encoding.codec, "replace", newline="") as text:
        sample = text.read(PIECE)
    best: list[str] = []
    chosen = DELIMITERS[0]
    for delimiter in DELIMITERS:
        try:
            cells = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
        except csv.Error as error:
            raise Unreadable(f"The first line is no header: {error}") from error
        if len(cells) > len(best):
            best, chosen = cells, delimiter
    return best, chosen


def named(header: list[str]) -> tuple[str, ...]:
    """The column names without outer blanks; nameless ones get a number; two of the same name are `Unreadable`."""
    while header and not header[-1].strip():
        header = header[:-1]
    columns = tuple(re.sub(r"\s+", " ", name).strip() or f"column {place}" for place, name in enumerate(header, start=1))
    if not columns:
        raise Unreadable("The first line is empty; it must name the columns", "columns")
    places: dict[str, int] = {}
    for place, name in enumerate(columns, start=1):
        if name.casefold() in places:
            first = places[name.casefold()]
            raise Unreadable(f'The column "{name}" is there twice (columns {first} and {place})', "columns")
        places[name.casefold()] = place
    return columns


def _records(reader: Any) -> Iterator[list[str] | str]:
    """The records of a CSV text; in the place of one that cannot be parsed, the sentence that says so.

    The parser is strict: a lenient one takes a quote that is never closed and swallows all the rows after it in silence.
    """
    while True:
        before = reader.line_num
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            first, last = before + 1, reader.line_num
            where = f"line {last}" if first >= last else f"lines {first} to {last}"
            yield f"{_plain(str(error))} ({where} could not be read)"


def _plain(complaint: str) -> str:
    """What the parser of the standard library means, for a person."""
    if "unexpected end of data" in complaint:
        return "A quote that opens in this row is never closed"
    if "field larger" in complaint:
        return f"A cell is longer than {csv.field_size_limit():,} characters; perhaps a quote in it is never closed"
    if "expected after" in complaint:
        return "A quote inside a quoted cell is not doubled"
    return f"The row cannot be parsed: {complaint}"


