"""The table of contents as a field that is filled already: right before anybody updates it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exports.writers.docx.fields import closing, field, opening
from exports.writers.docx.labels import Entry, Labels
from exports.writers.docx.markup import Element, paragraph, run, tab_run, w

Pages = Mapping[str, int]
"""The page of each heading by its bookmark."""

UNKNOWN = "00"
"""Stands in a first pass, whose pages are then read: as wide as a real number, so no line breaks differently."""


def contents(labels: Labels, pages: Pages | None) -> Iterator[Element]:
    """Yield the heading and the entries. Without pages the entries have no numbers: a wrong one is worse than none."""
    yield paragraph("TOCHeading", run("Contents"))
    switches = '\\o "1-2" \\h \\z \\u' if pages is not None else '\\o "1-2" \\n \\h \\z \\u'
    last = len(labels.contents) - 1
    for index, entry in enumerate(labels.contents):
        line = paragraph(f"TOC{entry.level}", properties=_appendix_hang(entry))
        line.extend(opening(f"TOC {switches}") if index == 0 else [])
        line.append(_link(entry, pages))
        line.extend([closing()] if index == last else [])
        yield line


def _appendix_hang(entry: Entry) -> tuple[Element, ...]:
    """Return a wider hang for "Appendix A", which is longer than a number."""
    if entry.number.isdigit() or entry.level > 1:
        return ()
    return (w("tabs", w("tab", val="clear", pos=567), w("tab", val="left", pos=1474)), w("ind", left=1474, hanging=1474))


def _link(entry: Entry, pages: Pages | None) -> Element:
    made = w("hyperlink", run(entry.number), tab_run(), run(entry.title), anchor=entry.bookmark, history=1)
    if pages is not None:
        page = pages.get(entry.bookmark)
        made.append(tab_run())
        made.extend(field(f"PAGEREF {entry.bookmark} \\h", UNKNOWN if page is None else str(page)))
    return made
