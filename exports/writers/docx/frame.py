"""What stands on every page: marking, draft mark, title, references, version, time, page number."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Twips

from drawing.text import measure
from exports.model import Report
from exports.writers.docx import page
from exports.writers.docx.fields import field
from exports.writers.docx.fitting import fitted
from exports.writers.docx.markup import Element, flat, paragraph, run, tab_run, w

_SIZE = 8.5
_GAP = 24
"""Points between the title and the references of a header, at least."""

_DRAFT_LINE = 220
"""Twips by which the draft mark makes the header higher."""


def fill(document: Document, report: Report, page_count: int | None) -> None:
    """Fill header and footer; the first page has the marking only, and the same footer."""
    section = document.sections[0]
    if report.draft:
        section.top_margin = Twips(page.TOP + _DRAFT_LINE)
    marks = [("PIRMarking", report.marking), *([("PIRDraft", report.draft)] if report.draft else [])]
    _replace(section.first_page_header._element, [paragraph(style, run(text)) for style, text in marks])
    _replace(section.header._element, [*(paragraph(style, run(text)) for style, text in marks), _title(report)])
    for footer in (section.footer, section.first_page_footer):
        _replace(footer._element, _footer(report, page_count))


def _replace(part: Element, content: list[Element]) -> None:
    for child in list(part):
        part.remove(child)
    part.extend(content)


def _title(report: Report) -> Element:
    references = flat(report.references)
    room = page.TEXT_WIDTH * page.POINTS_PER_TWIP - measure(references, _SIZE) - _GAP
    return paragraph("Header", run(fitted(flat(report.title), room, _SIZE)), tab_run(), run(references))


def _footer(report: Report, page_count: int | None) -> list[Element]:
    numbers = [
        run("Page "),
        *field("PAGE", "1"),
        run(" of "),
        *field("NUMPAGES", str(page_count or 1)),
    ]
    line = paragraph("Footer", run(report.version), tab_run(), run(report.generated), tab_run(), *numbers)
    marking = paragraph("PIRMarking", run(report.marking), properties=(w("spacing", before=60, after=0),))
    return [line, marking]
