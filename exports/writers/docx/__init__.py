"""Word files, made with python-docx on a template of our own."""

from __future__ import annotations

from exports.model import Report
from exports.writers.docx.figures import blank
from exports.writers.docx.page_numbers import render
from exports.writers.docx.writer import compose

__all__ = ["write"]


def write(report: Report, *, page_numbers: bool = True) -> bytes:
    """Return a report as the bytes of a .docx file.

    With `page_numbers` the file is rendered once by LibreOffice to learn the page of each heading for
    the contents. One rendering is enough: the contents have as many lines with numbers as with the
    figures that stand there before. Without LibreOffice, with fonts of other widths, or after 60
    seconds the contents are written without numbers; nothing is raised for that.
    """
    if not page_numbers:
        return compose(report)
    found = render(compose(report, pages={}, draw=blank))
    if found is None or not found.pages:
        return compose(report)
    return compose(report, found.pages, found.count)
