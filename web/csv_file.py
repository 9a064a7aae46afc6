"""A table as a CSV file that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

#: With one of these at its beginning a spreadsheet computes a cell; full-width ones count too, and blanks hide nothing.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠|%")
BOM = "\ufeff"


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """An attachment in UTF-8 with its mark, so that Excel reads the letters right."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([harmless(value) for value in row] for row in rows)
    found = Response((BOM + text.getvalue()).encode("utf-8", "replace"), content_type="text/csv; charset=utf-8")
    found.headers.set("Content-Disposition", "attachment", filename=name)
    return found


def harmless(value: object) -> object:
    """A text that could be a formula in any of its lines gets an apostrophe before it; a number stays a number.

    >>> harmless("=1+1"), harmless(" @SUM(A1)"), harmless(-5), harmless("Down"), harmless(None)
    ("'=1+1", "' @SUM(A1)", -5, 'Down', '')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    risky = any(line.lstrip(" \u00a0\u3000")[:1] in FORMULA for line in value.splitlines() if line.strip(" \u00a0\u3000"))
    return f"'{value}" if risky or value[:1] in FORMULA else value
