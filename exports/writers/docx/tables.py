"""Tables: fixed layout, as wide as the text, one repeated header row, no row split."""

from __future__ import annotations

from exports.model import Table
from exports.writers.docx import page
from exports.writers.docx.bookmarks import Bookmarks
from exports.writers.docx.markup import Element, flat, w
from exports.writers.docx.rows import Rows

_WHOLE, _WHOLE_LINES = 7, 12
"""Up to so many rows a table stays on one page, if they are low: half an empty page is worse than a table on two."""


def table(content: Table, bookmarks: Bookmarks) -> Element:
    """Return the table without its caption."""
    widths = page.column_widths([column.width for column in content.columns])
    rows = Rows(content.columns, widths, bookmarks, head_column=content.head_column)
    made = frame("PIRTable", content.title, content.description, widths, head_column=content.head_column)
    made.append(rows.head())
    last, whole = len(content.rows) - 1, _stays_whole(content)
    for index, row in enumerate(content.rows):
        made.append(rows.row(row, keep=index != last and (whole or index in (0, last - 1))))
    return made


def _stays_whole(content: Table) -> bool:
    """Tell whether each row stays with the next; of a longer table no row stands alone on either page."""
    lines = sum(max(len(cell.lines) for cell in row.cells) for row in content.rows)
    return len(content.rows) <= _WHOLE and lines <= _WHOLE_LINES


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
