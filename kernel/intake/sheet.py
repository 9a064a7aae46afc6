"""A table that a person or a program sends, by what it is: CSV (also the one CSV in a zip), JSON, or an Excel workbook."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Protocol

from kernel.intake.archive import LIMITS, Limits, source_of
from kernel.intake.json_reader import open_records
from kernel.intake.reader import Row, open_table
from kernel.intake.refusal import Reject, Remarks
from kernel.intake.workbook import is_workbook, open_workbook

#: How a JSON file begins, after blanks and a byte-order mark.
JSON_STARTS = (b"{", b"[")
HEAD = 4096


class Sheet(Protocol):
    """What `Table`, `Records` and `Workbook` have in common."""

    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def remarks(self) -> Remarks: ...
    @property
    def counting(self) -> str: ...
    def rows(self) -> Generator[Row | Reject, None, None]: ...


def open_sheet(given: Path | str | bytes, limits: Limits = LIMITS) -> Sheet:
    """The file as rows. `Unreadable` when it is none of these, or holds no row."""
    given = given if isinstance(given, bytes) else Path(given)
    if is_workbook(given):
        return open_workbook(given, limits)
    source = source_of(given, limits)
    with source.open() as stream:
        head = stream.read(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    return open_records(source, limits) if head.startswith(JSON_STARTS) else open_table(given, limits=limits)
