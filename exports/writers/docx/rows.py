"""Rows by cloning: one prototype `w:tr` for each shape of row, its texts set in each copy.

A shape is everything but the words: widths, tones, how many paragraphs and runs, what stays together.
A timeline of 500 entries has about ten of them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from exports.model import Cell, Column, Row, Tone
from exports.writers.docx.bookmarks import Bookmarks
from exports.writers.docx.markup import Element, T, paragraph, run, set_text, tag, w
from exports.writers.docx.palette import GAP, LOOKS

_ANCHOR, _ANCHOR_END = tag("bookmarkStart"), tag("bookmarkEnd")

RunShape = tuple[bool, bool]
CellShape = tuple[tuple[tuple[RunShape, ...], ...], Tone | None, bool]
Shape = tuple[tuple[CellShape, ...], bool, bool]


class Rows:
    """Makes the rows of one table."""

    def __init__(self, columns: tuple[Column, ...], widths: list[int], bookmarks: Bookmarks, *, head_column: bool) -> None:
        self._columns = columns
        self._widths = widths
        self._bookmarks = bookmarks
        self._head_column = head_column
        self._prototypes: dict[Shape, Element] = {}

    def head(self) -> Element:
        """Return the header row: repeated on each page, never split."""
        cells = [
            w(
                "tc",
                w("tcPr", w("tcW", w=width, type="dxa")),
                paragraph("PIRTableHeadNumber" if column.is_number else "PIRTableHead", run(column.head)),
            )
            for column, width in zip(self._columns, self._widths, strict=True)
        ]
        return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *cells)

    def row(self, row: Row, *, keep: bool) -> Element:
        """Return a row; `keep` holds it on the page of the next one."""
        shape = _shape(row, keep=keep)
        prototype = self._prototypes.get(shape)
        if prototype is None:
            prototype = self._prototypes[shape] = self._prototype(shape)
        made = copy.deepcopy(prototype)
        for target, text in zip(list(made.iter(T)), _texts(row), strict=True):
            set_text(target, text)
        self._name_anchors(made, row)
        return made

    def _prototype(self, shape: Shape) -> Element:
        cells, is_gap, keep = shape
        made = [self._cell(index, cell, is_gap=is_gap, keep=keep) for index, cell in enumerate(cells)]
        return w("tr", w("trPr", w("cantSplit")), *made)

    def _cell(self, index: int, shape: CellShape, *, is_gap: bool, keep: bool) -> Element:
        lines, tone, has_anchor = shape
        style = "PIRTableNumber" if self._columns[index].is_number else "PIRTableText"
        kept = (w("keepNext"),) if keep else ()
        made = w("tc", _properties(self._widths[index], tone, is_gap=is_gap))
        for place, line in enumerate(lines):
            colour = LOOKS[tone].ink if tone and place == 0 else ""
            is_head = self._head_column and index == 0
            runs = [run("", bold=bold or is_head, italic=italic, colour=colour) for bold, italic in line]
            if has_anchor and place == 0:
                runs = [w("bookmarkStart", id=0, name=""), *runs, w("bookmarkEnd", id=0)]
            made.append(paragraph(style, *runs, properties=tuple(copy.deepcopy(item) for item in kept)))
        return made

    def _name_anchors(self, made: Element, row: Row) -> None:
        anchors = [cell.anchor for cell in row.cells if cell.anchor]
        if not anchors:
            return
        starts, ends = list(made.iter(_ANCHOR)), list(made.iter(_ANCHOR_END))
        for anchor, start, end in zip(anchors, starts, ends, strict=True):
            named = self._bookmarks.start(f"rt_{anchor}")
            if named is None:
                _remove(start)
                _remove(end)
                continue
            start.set(tag("id"), str(named[0]))
            start.set(tag("name"), named[1])
            end.set(tag("id"), str(named[0]))


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _properties(width: int, tone: Tone | None, *, is_gap: bool) -> Element:
    made = w("tcPr", w("tcW", w=width, type="dxa"))
    if tone:
        look = LOOKS[tone]
        if look.border:
            kind, eighths = look.border
            made.append(w("tcBorders", w("left", val=kind, sz=eighths, space=0, color=look.ink)))
        made.append(w("shd", val="clear", color="auto", fill=look.fill))
    elif is_gap:
        made.append(w("shd", val="clear", color="auto", fill=GAP))
    return made


def _shape(row: Row, *, keep: bool) -> Shape:
    return tuple([_cell_shape(cell) for cell in row.cells]), row.is_gap, keep


def _cell_shape(cell: Cell) -> CellShape:
    return tuple([tuple([(text.bold, text.italic) for text in line]) for line in cell.lines]), cell.tone, bool(cell.anchor)


def _texts(row: Row) -> Iterator[str]:
    for cell in row.cells:
        for line in cell.lines:
            for text in line:
                yield text.text
