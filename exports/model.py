"""A report before it has a format: parts, paragraphs, tables, figures and references between them.

Nothing here knows Word. A writer decides how a `Role` looks and what a `Tone` is coloured; the words
carry the meaning already. Widths are millimetres of a text width of 170.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from drawing.svg import Picture


class Role(StrEnum):
    """What a paragraph is for."""

    BODY = "body"
    NOTE = "note"
    BULLET = "bullet"
    HASH = "hash"
    SUMMARY = "summary"
    SUMMARY_HEAD = "summary_head"
    SUMMARY_BULLET = "summary_bullet"


class Tone(StrEnum):
    """What the word in a cell means, so that a writer can back it with colour; never colour alone."""

    LATENT = "latent"
    UNDETECTED = "undetected"
    DIAGNOSIS = "diagnosis"
    MITIGATION = "mitigation"
    RECOVERY = "recovery"
    AFTER = "after"
    GOOD = "good"
    ON_TRACK = "on_track"
    RISK = "risk"
    LATE = "late"
    DROPPED = "dropped"


class Numbering(StrEnum):
    """How the parts of a report are counted: 1, 2, 3, or Appendix A, B, or not at all."""

    PART = "part"
    APPENDIX = "appendix"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one look. They may hold newlines and anything a person can paste."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """The label and number of a captioned table or figure, or the number of a part, by its key."""

    key: str


APPENDIX = "figures"
"""Key of the part that tells in words what no table of the report tells."""

Line = tuple[Text, ...]
Inline = Text | Ref


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `keep` holds it on the page of what follows."""

    content: tuple[Inline, ...]
    role: Role = Role.BODY
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a part, one level below it; `key` lets the contents and references find it."""

    title: str
    key: str


@dataclass(frozen=True, slots=True)
class FigureHeading:
    """A heading two levels below a part that names a figure by its number: "Figure 1: timeline"."""

    figure: str
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: paragraphs of text, at least one, none blank. `anchor` marks its first paragraph."""

    lines: tuple[Line, ...]
    tone: Tone | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `is_gap` marks a stretch in which nothing was recorded."""

    cells: tuple[Cell, ...]
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in mm, and whether it holds numbers."""

    head: str
    width: float
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table with one header row. `description` is for people who do not see it."""

    key: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head_column: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell of a fact strip: a label, a value in large type, and a note of one line."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class FactStrip:
    """A few key figures side by side."""

    title: str
    description: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A captioned drawing with its alternative text; `words_in` is the key of the part or the table that says it in words."""

    key: str
    title: str
    picture: Picture
    words_in: str = APPENDIX


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a nested list: its number as the drawing gives it ("1.2.1", or "") and its words."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A nested numbered list; the dots of a number are its depth."""

    steps: tuple[Step, ...]


Block = Paragraph | Heading | FigureHeading | Table | FactStrip | Figure | Outline


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its heading; `key` is unique in the report."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    numbering: Numbering = Numbering.PART
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page. `facts` are (label, value) pairs."""

    organisation: str
    kind: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `draft` is the mark of a document that nobody approved, or "".

    `marking` is the classification in words, `references` what the header shows at its right,
    `version` and `generated` what the footer shows. `made_at` is an aware instant: the same document
    gives the same report. `name` is the file name without its ending.
    """

    name: str
    title: str
    subject: str
    keywords: str
    marking: str
    draft: str
    references: str
    version: str
    generated: str
    made_at: datetime
    cover: Cover
    control: Part
    parts: tuple[Part, ...]


def words(text: str, *, bold: bool = False, italic: bool = False) -> Line:
    """Return one line in one look."""
    return (Text(text, bold, italic),)


def cell(*lines: str, tone: Tone | None = None, anchor: str | None = None) -> Cell:
    """Return a cell of plain paragraphs; with a tone its first paragraph is bold."""
    first, *rest = lines
    return Cell((words(first, bold=tone is not None), *(words(line) for line in rest)), tone, anchor)


def paragraph(*content: str | Inline, role: Role = Role.BODY, keep: bool = False) -> Paragraph:
    """Return a paragraph; strings are plain text."""
    return Paragraph(tuple(Text(item) if isinstance(item, str) else item for item in content), role, keep)


def table(
    key: str,
    title: str,
    description: str,
    columns: Sequence[tuple[str, float] | tuple[str, float, bool]],
    rows: Sequence[Row | Sequence[Cell | str]],
    *,
    head_column: bool = False,
) -> Table:
    """Return a table; a cell given as a string is a cell of one plain paragraph."""
    made = [row if isinstance(row, Row) else Row(tuple(c if isinstance(c, Cell) else cell(c) for c in row)) for row in rows]
    return Table(key, title, description, tuple(Column(*column) for column in columns), tuple(made), head_column)
