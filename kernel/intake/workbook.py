"""An Excel workbook (XLSX) -> rows by column name, in the place of a `Table`: the first sheet that is not hidden.

A cell is the text that a CSV would hold: a formula is its last computed value, a date is ``2026-12-04``, an empty cell is "".
A workbook is a zip of XML: sizes are checked in its directory before anything is unpacked, a declared entity is refused by
defusedxml (which openpyxl takes when it is there), and rows are read one at a time.
"""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from kernel.intake.archive import LIMITS, MEGABYTE, ZIP_MARK, Limits, check_size, megabytes
from kernel.intake.reader import Row, named
from kernel.intake.refusal import Reject, Remarks, Unreadable

BOOK = "xl/workbook.xml"
#: All parts of a workbook together. openpyxl holds texts and styles in memory, at several times their size.
UNPACKED = 64 * MEGABYTE
MOST_PARTS = 2_000
MOST_COLUMNS = 500
#: Blank rows after which nothing more is read: a sheet whose last row was once formatted goes on for a million rows.
MOST_BLANK = 1_000
DAMAGED = "The workbook is damaged, or no Excel workbook"


@dataclass(frozen=True, slots=True)
class Workbook:
    """An opened workbook. ``columns`` are the cells of the first row of ``sheet``."""

    columns: tuple[str, ...]
    sheet: str
    given: Path | bytes
    limits: Limits = LIMITS
    remarks: Remarks = field(default_factory=Remarks)
    #: What the number of a row counts.
    counting: str = "Rows are counted as the spreadsheet does; the head is row 1."

    def rows(self) -> Generator[Row | Reject, None, None]:
        """The rows below the head that are not blank, a `Reject` in the place of each with a cell that holds an error."""
        width, blank = len(self.columns), 0
        for number, cells in _cells(self.given, self.sheet):
            if number - 1 > self.limits.rows:
                raise Unreadable(f"The file has more than {self.limits.rows:,} rows")
            blank = 0 if any(_text(cell) for cell in cells[:width]) else blank + 1
            if blank > MOST_BLANK:
                return
            if number > 1 and not blank:
                yield self._row(number, cells)

    def _row(self, number: int, cells: Sequence[Any]) -> Row | Reject:
        if any(_text(cell) for cell in cells[len(self.columns) :]):
            return Reject(number, None, f"The row has {len(cells)} cells; the head has {len(self.columns)}")
        wrong = next((pair for pair in zip(self.columns, cells, strict=False) if pair[1].data_type == "e"), None)
        if wrong:
            return Reject(number, wrong[0], f"The cell holds the error {wrong[1].value}")
        blank = dict.fromkeys(self.columns, "")
        return Row(number, number, {**blank, **{name: _text(cell) for name, cell in zip(self.columns, cells, strict=False)}})


def open_workbook(given: Path | bytes, limits: Limits = LIMITS) -> Workbook:
    """Open an Excel workbook: its first visible sheet. `Unreadable`: too large, damaged, encrypted, empty, no rows."""
    _check_directory(given)
    with _opened(given) as book:
        shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise Unreadable("The workbook has no sheet that is not hidden")
    _, head = next(_cells(given, shown[0]), (1, ()))
    if len(head) > MOST_COLUMNS:
        raise Unreadable(f"The sheet has more than {MOST_COLUMNS:,} columns")
    made = Workbook(named([_text(cell) for cell in head]), shown[0], given, limits)
    if len(shown) > 1:
        made.remarks.say(f"Only the first sheet, “{shown[0]}”, was read; not read: {', '.join(shown[1:6])}{' …' if len(shown) > 6 else ''}")  # noqa: PLR2004 - the first and five names
    if next(made.rows(), None) is None:
        raise Unreadable("The file has a header and no rows below it")
    return made


def is_workbook(given: Path | bytes) -> bool:
    """By the part that makes a zip a workbook."""
    with suppress(OSError, ValueError, zipfile.BadZipFile), _stream(given) as stream:
        return stream.read(4) == ZIP_MARK and BOOK in zipfile.ZipFile(stream).namelist()
    return False


def _check_directory(given: Path | bytes) -> None:
    """Refuse by what the directory of the zip says: zipfile never unpacks more of a part than is stated there."""
    check_size(given)
    with _stream(given) as stream:
        parts = zipfile.ZipFile(stream).infolist()
    size, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unreadable("The workbook is encrypted. Send it without a password")
    if size > UNPACKED or len(parts) > MOST_PARTS:
        raise Unreadable(f"The workbook unpacks to {megabytes(size)} in {len(parts):,} parts; the limit is {megabytes(UNPACKED)} in {MOST_PARTS:,}")
    if size > max(MEGABYTE, LIMITS.ratio * packed):
        raise Unreadable(f"The workbook unpacks to more than {LIMITS.ratio} times its size; no real one does")


def _cells(given: Path | bytes, sheet: str) -> Iterator[tuple[int, Sequence[Any]]]:
    """(number, cells) of each row, the blank ones too. The size that the sheet states is not believed: it may be old."""
    with _opened(given) as book:
        found = book[sheet]
        found.reset_dimensions()
        yield from enumerate(found.iter_rows(), start=1)


@contextmanager
def _opened(given: Path | bytes) -> Iterator[Any]:
    """The workbook as openpyxl has it. Whatever a hostile file makes it raise is `Unreadable`; its words are not for people."""
    with _stream(given) as stream:
        book = None
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            yield book
        except Unreadable:
            raise
        except Exception as error:
            raise Unreadable(DAMAGED) from error
        finally:
            if book is not None:
                book.close()


def _stream(given: Path | bytes) -> Any:
    return BytesIO(given) if isinstance(given, bytes) else given.open("rb")


def _text(cell: Any) -> str:
    """The value as a CSV would hold it; outer blanks stay, as they do there.

    >>> [_text(openpyxl.cell.read_only.ReadOnlyCell(None, 1, 1, v)) for v in (None, 3.0, 2.5, True, date(2026, 12, 4), "a")]
    ['', '3', '2.5', 'true', '2026-12-04', 'a']
    """
    value = cell.value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
