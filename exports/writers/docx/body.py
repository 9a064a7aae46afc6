"""The body: each block of the model as the elements that stand for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docx.parts.document import DocumentPart

from exports.model import (
    Block,
    FactStrip,
    Figure,
    FigureHeading,
    Heading,
    Inline,
    Numbering,
    Outline,
    Paragraph,
    Part,
    Ref,
    Role,
    Table,
)
from exports.writers.docx import figures, tables
from exports.writers.docx.bookmarks import Bookmarks
from exports.writers.docx.fields import field
from exports.writers.docx.labels import Labels
from exports.writers.docx.markup import Element, paragraph, run, tab_run, w
from exports.writers.docx.strip import strip

_STYLES = {
    Role.BODY: "Normal",
    Role.NOTE: "PIRAfterTable",
    Role.BULLET: "ListBullet",
    Role.HASH: "PIREvidence",
    Role.SUMMARY: "PIRSummary",
    Role.SUMMARY_HEAD: "PIRSummaryHead",
    Role.SUMMARY_BULLET: "PIRSummaryBullet",
}
_PART_STYLES = {
    Numbering.PART: "Heading1",
    Numbering.APPENDIX: "PIRAppendix",
    Numbering.NONE: "PIRHeadingPlain",
}

_DEEPEST = 6
_BOX = (Role.SUMMARY, Role.SUMMARY_HEAD, Role.SUMMARY_BULLET)
_ABOVE_BOX, _AFTER_BOX = 320, 200


class Body:
    """Writes the parts of one report."""

    def __init__(self, labels: Labels, bookmarks: Bookmarks, part: DocumentPart, draw: figures.Draw) -> None:
        self._labels = labels.by_key
        self._bookmarks = bookmarks
        self._part = part
        self._draw = draw
        self._drawn = 0
        self._writers: dict[type, Callable[[Any], Iterator[Element]]] = {
            Paragraph: self._paragraph,
            Heading: self._heading,
            FigureHeading: self._figure_heading,
            Table: self._table,
            FactStrip: self._strip,
            Figure: self._figure,
            Outline: self._outline,
        }

    def part(self, part: Part) -> Iterator[Element]:
        """Yield a part with its heading."""
        breaks = (w("pageBreakBefore"), w("spacing", before=0)) if part.new_page else ()
        title: list[Element] = [run(part.title)]
        if part.numbering is not Numbering.NONE:
            title = self._bookmarks.around(self._labels[part.key].bookmark, *title)
        yield paragraph(_PART_STYLES[part.numbering], *title, properties=breaks)
        before: Block | None = None
        for index, block in enumerate(part.blocks):
            made = list(self._writers[type(block)](block))
            _join_box(made[0], before, block, part.blocks[index + 1 : index + 2])
            before = block
            yield from made

    def _paragraph(self, block: Paragraph) -> Iterator[Element]:
        kept = (w("keepNext"),) if block.keep else ()
        yield paragraph(_STYLES[block.role], *self._inlines(block.content), properties=kept)

    def _inlines(self, content: tuple[Inline, ...]) -> Iterator[Element]:
        for item in content:
            if isinstance(item, Ref):
                label = self._labels[item.key]
                yield from field(label.instruction, label.words)
            elif item.text:
                yield run(item.text, bold=item.bold, italic=item.italic)

    def _heading(self, block: Heading) -> Iterator[Element]:
        title = self._bookmarks.around(self._labels[block.key].bookmark, run(block.title))
        yield paragraph("Heading2", *title)

    def _figure_heading(self, block: FigureHeading) -> Iterator[Element]:
        label = self._labels[block.figure]
        yield paragraph("Heading3", *field(label.instruction, label.words), run(f": {block.title}"))

    def _table(self, block: Table) -> Iterator[Element]:
        yield self._caption(block.key, "Table", "PIRTableCaption", block.title)
        yield tables.table(block, self._bookmarks)

    def _strip(self, block: FactStrip) -> Iterator[Element]:
        yield strip(block)

    def _figure(self, block: Figure) -> Iterator[Element]:
        self._drawn += 1
        where = self._labels[block.words_in].words
        yield figures.figure(block.picture, self._drawn, where, self._part, self._draw)
        yield self._caption(block.key, "Figure", "Caption", f"{block.title} (text version in {where})")

    def _caption(self, key: str, kind: str, style: str, title: str) -> Element:
        label = self._labels[key]
        number = label.words.rpartition(" ")[2]
        marked = self._bookmarks.around(label.bookmark, run(f"{kind} "), *field(f"SEQ {kind} \\* ARABIC", number))
        return paragraph(style, *marked, run(f"  {title}"))

    def _outline(self, block: Outline) -> Iterator[Element]:
        for number, step in enumerate(block.steps, start=1):
            written = step.number or str(number)
            level = min(written.count(".") + 1, _DEEPEST)
            yield paragraph(f"PIRTree{level}", run(written), tab_run(), run(step.text))


def _join_box(first: Element, before: Block | None, block: Block, after: tuple[Block, ...]) -> None:
    """Set the room above and below the summary box, whose paragraphs join by their equal borders."""
    if not _in_box(block):
        return
    spacing = {}
    if not _in_box(before):
        spacing["before"] = _ABOVE_BOX
    if not after or not _in_box(after[0]):
        spacing["after"] = _AFTER_BOX
    if spacing:
        properties = first[0]
        properties.append(w("spacing", **spacing))


def _in_box(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and block.role in _BOX
