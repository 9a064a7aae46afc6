"""The cover: title, what the report is about, and its facts, on exactly one page."""

from __future__ import annotations

from collections.abc import Iterator

from drawing.text import wrap
from exports.model import Cover
from exports.writers.docx import page
from exports.writers.docx.markup import Element, flat, paragraph, run, tab_run, w

_TITLE_SIZE, _TITLE_LINE = 30, 36.2
_FACT_SIZE, _FACT_LINE = 10, 13.3
_TITLE_INDENT, _FACT_INDENT = 20, 142
_ABOVE_KIND, _ABOVE_FACTS = 150, 130
_LEAST = 12


def cover(content: Cover, draft: str) -> Iterator[Element]:
    """Yield the paragraphs of the cover; a title of many lines takes its room from the white above and below."""
    above_kind, above_facts = _spacing(content)
    yield paragraph("PIRCoverOrg", run(content.organisation))
    yield paragraph("PIRCoverKind", run(content.kind), properties=(_before(above_kind),))
    yield paragraph("Title", run(flat(content.title)))
    yield paragraph("Subtitle", run(content.subtitle))
    facts = [*([("Draft", f"{draft}: not approved, may still change")] if draft else []), *content.facts]
    for index, (label, value) in enumerate(facts):
        properties = (_before(above_facts),) if index == 0 else ()
        yield paragraph("PIRCoverFact", run(label, bold=True), tab_run(), run(flat(value)), properties=properties)


def _before(points: float) -> Element:
    return w("spacing", before=round(points * 20))


def _spacing(content: Cover) -> tuple[float, float]:
    """Return the white above the kind and above the facts, in points."""
    width = page.TEXT_WIDTH * page.POINTS_PER_TWIP
    title_lines = len(wrap(flat(content.title), width - _TITLE_INDENT, _TITLE_SIZE, bold=True))
    fact_lines = sum(len(wrap(flat(value), width - _FACT_INDENT, _FACT_SIZE)) for _, value in content.facts)
    more = max(0, title_lines - 2) * _TITLE_LINE + max(0, fact_lines - len(content.facts)) * _FACT_LINE
    below = max(_LEAST, _ABOVE_FACTS - more)
    above = max(_LEAST, _ABOVE_KIND - max(0.0, more - (_ABOVE_FACTS - _LEAST)))
    return above, below
