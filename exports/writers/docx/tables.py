"""Tables: fixed layout, as wide as the text, one repeated header row, no row split."""

from __future__ import annotations

from exports.model import Table
from exports.writers.docx import page
from exports.writers.docx.bookmarks import Bookmarks
from exports.writers.docx.markup import Element, flat, w
from exports.writers.docx.rows import Rows

_WHOLE = 7
"""Up to so many rows a table stays on one page."""


def table(content: Table, bookmarks: Bookmarks) -> Element:
    """Return the table without its caption."""
    widths = page.column_widths([column.width for column in content.columns])
    rows = Rows(content.columns, widths, bookmarks, head_column=content.head_column)
    made = frame("PIRTable", content.title, content.description, widths, head_column=content.head_column)
    made.append(rows.head())
    last = len(content.rows) - 1
    for index, row in enumerate(content.rows):
        made.append(rows.row(row, keep=_keeps(index, last)))
    return made


def _keeps(index: int, last: int) -> bool:
    """Tell whether a row stays with the next: no row stands alone on either page of a long table."""
    if index == last:
        return False
    return last < _WHOLE or index in (0, last - 1)


def frame(style: str, title: str, description: str, widths: list[int], *, head_column: bool) -> Element:
    """Return a table without rows: its style, widths, and the words for people who do not see it."""
    look = w(
        "tblLook",
        val="06A0" if head_column else "0620",
        firstRow=1,
        lastRow=0,
        firstColumn=int(head_column),
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        look,
        w("tblCaption", val=flat(title)),
        w("tblDescription", val=flat(description)),
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)))
