"""The cover: title, what the report is about, and its facts, on exactly one page."""

from __future__ import annotations

from collections.abc import Iterator

from drawing.text import wrap
from exports.model import Cover
from exports.writers.docx import page
from exports.writers.docx.fitting import fitted
from exports.writers.docx.markup import Element, flat, paragraph, run, tab_run, w

_TITLE_SIZE, _TITLE_LINE = 30, 36.2
_FACT_SIZE, _FACT_LINE = 10, 13.3
_WIDTH = page.TEXT_WIDTH * page.POINTS_PER_TWIP
_TITLE_WIDTH, _FACT_WIDTH = _WIDTH - 20, _WIDTH - 150
_ABOVE_KIND, _ABOVE_FACTS, _LEAST = 150.0, 130.0, 12.0
_TITLE_LINES = 8
_LONG_TITLE = 5
"""From so many lines of title on, a fact has one line and not two."""


def cover(content: Cover) -> Iterator[Element]:
    """Yield the paragraphs of the cover; what is too long for it is cut there, and whole inside the report."""
    title = fitted(flat(content.title), _TITLE_WIDTH * _TITLE_LINES * 0.9, _TITLE_SIZE, bold=True)
    title_lines = len(wrap(title, _TITLE_WIDTH, _TITLE_SIZE, bold=True))
    room = _FACT_WIDTH * (1 if title_lines >= _LONG_TITLE else 1.9)
    facts = [(label, fitted(flat(value), room, _FACT_SIZE)) for label, value in content.facts]
    above_kind, above_facts = _white(title_lines, [value for _, value in facts])
    yield paragraph("PIRCoverOrg", run(fitted(flat(content.organisation), _WIDTH * 0.9, 12, bold=True)))
    yield paragraph("PIRCoverKind", run(content.kind), properties=(_before(above_kind),))
    yield paragraph("Title", run(title))
    yield paragraph("Subtitle", run(content.subtitle))
    for index, (label, value) in enumerate(facts):
        properties = (_before(above_facts),) if index == 0 else ()
        yield paragraph("PIRCoverFact", run(label, bold=True), tab_run(), run(value), properties=properties)


def _before(points: float) -> Element:
    return w("spacing", before=round(points * 20))


def _white(title_lines: int, facts: list[str]) -> tuple[float, float]:
    """Return the white above the kind and above the facts, in points: further lines take their room from it."""
    fact_lines = sum(len(wrap(value, _FACT_WIDTH, _FACT_SIZE)) for value in facts)
    more = max(0, title_lines - 2) * _TITLE_LINE + (fact_lines - len(facts)) * _FACT_LINE
    below = max(_LEAST, _ABOVE_FACTS - more)
    return max(_LEAST, _ABOVE_KIND - max(0.0, more - (_ABOVE_FACTS - _LEAST))), below
