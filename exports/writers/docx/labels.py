"""What each part, table and figure is called: worked out once, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exports.model import Figure, Heading, Numbering, Part, Report, Table
from exports.writers.docx.bookmarks import name_of

_APPENDIX = "Appendix"


@dataclass(frozen=True, slots=True)
class Label:
    """A label ("Table 3", "6.1", "Appendix B"), its bookmark, and the field switches that repeat it."""

    words: str
    bookmark: str
    is_heading: bool = False

    @property
    def instruction(self) -> str:
        """The field that shows the label elsewhere; for a heading that is its number."""
        return f"REF {self.bookmark} \\r \\h" if self.is_heading else f"REF {self.bookmark} \\h"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents."""

    level: int
    number: str
    title: str
    bookmark: str


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a report by key, and its contents in order."""

    by_key: dict[str, Label]
    contents: tuple[Entry, ...]

    @classmethod
    def of(cls, report: Report) -> Labels:
        """Return the labels of a report."""
        contents = tuple(_contents(report))
        headings = {key: Label(entry.number, entry.bookmark, is_heading=True) for key, entry in contents}
        return cls({**headings, **dict(_captions(report))}, tuple(entry for _, entry in contents))


def _contents(report: Report) -> Iterator[tuple[str, Entry]]:
    order = 0
    counted = {Numbering.PART: 0, Numbering.APPENDIX: 0}
    for part in report.parts:
        counted[part.numbering] += 1
        order += 1
        number = _number(part, counted[part.numbering])
        yield part.key, Entry(1, number, part.title, f"_Toc{order:04d}")
        headings = [block for block in part.blocks if isinstance(block, Heading)]
        for index, heading in enumerate(headings, start=1):
            order += 1
            yield heading.key, Entry(2, f"{number}.{index}", heading.title, f"_Toc{order:04d}")


def _number(part: Part, count: int) -> str:
    return f"{_APPENDIX} {chr(ord('A') + count - 1)}" if part.numbering is Numbering.APPENDIX else str(count)


def _captions(report: Report) -> Iterator[tuple[str, Label]]:
    tables = figures = 0
    for part in (report.control, *report.parts):
        for block in part.blocks:
            if isinstance(block, Table):
                tables += 1
                yield block.key, Label(f"Table {tables}", name_of(f"_Ref_{block.key}"))
            elif isinstance(block, Figure):
                figures += 1
                yield block.key, Label(f"Figure {figures}", name_of(f"_Ref_{block.key}"))
