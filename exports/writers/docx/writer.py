"""One report as a Word file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document

from drawing.png import to_png
from exports.model import Report
from exports.writers.docx import figures, frame
from exports.writers.docx.body import Body
from exports.writers.docx.bookmarks import Bookmarks
from exports.writers.docx.contents import Pages, contents
from exports.writers.docx.cover import cover
from exports.writers.docx.labels import Labels
from exports.writers.docx.markup import flat

TEMPLATE = Path(__file__).with_name("template.docx")
PRODUCT = "Debrief"
LANGUAGE = "en-GB"


def compose(
    report: Report, pages: Pages | None = None, page_count: int | None = None, draw: figures.Draw = to_png
) -> bytes:
    """Return the file; with `pages` the contents show the page of each heading, else none."""
    document: Document = docx.Document(str(TEMPLATE))
    labels = Labels.of(report)
    body = Body(labels, Bookmarks(), document.part, draw)
    target = document.element.body
    end = target.sectPr
    for element in cover(report.cover):
        end.addprevious(element)
    for element in body.part(report.control):
        end.addprevious(element)
    for element in contents(labels, pages):
        end.addprevious(element)
    for part in report.parts:
        for element in body.part(part):
            end.addprevious(element)
    frame.fill(document, report, page_count)
    _properties(document, report)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _properties(document: Document, report: Report) -> None:
    core = document.core_properties
    core.title = flat(report.title)[:255]
    core.subject = flat(report.subject)[:255]
    core.keywords = report.keywords
    core.author = core.last_modified_by = PRODUCT
    core.language = LANGUAGE
    # Word's property is a naive UTC instant
    core.created = core.modified = report.made_at.replace(tzinfo=None, microsecond=0)
