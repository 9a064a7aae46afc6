"""The fact strip: a few key figures in large type, each on one line whatever was typed."""

from __future__ import annotations

from exports.model import Fact, FactStrip
from exports.writers.docx import page
from exports.writers.docx.fitting import fits, fitted
from exports.writers.docx.markup import Element, flat, paragraph, run, w
from exports.writers.docx.tables import frame

_PADDING = 12
_LABEL, _VALUE, _NOTE = 8.5, 18.0, 8.5
_SMALLER = 13.0
"""Size of a value that is too long for the usual one, such as "EUR 1,310,000"."""


def strip(content: FactStrip) -> Element:
    """Return the strip as a table: labels as its header row, values, notes."""
    widths = page.column_widths([page.MM_OF_TEXT / len(content.facts)] * len(content.facts))
    made = frame("PIRStrip", content.title, content.description, widths, head_column=False)
    room = widths[0] * page.POINTS_PER_TWIP - _PADDING
    made.append(_row([_label(fact, room) for fact in content.facts], widths, is_head=True))
    made.append(_row([_value(fact, room) for fact in content.facts], widths))
    made.append(_row([_note(fact, room) for fact in content.facts], widths))
    return made


def _label(fact: Fact, room: float) -> Element:
    return _kept("PIRStripLabel", run(fitted(flat(fact.label), room, _LABEL, bold=True)))


def _value(fact: Fact, room: float) -> Element:
    value = flat(fact.value)
    if fits(value, room, _VALUE, bold=True):
        return _kept("PIRStripValue", run(value))
    return _kept("PIRStripValue", run(fitted(value, room, _SMALLER, bold=True), size=_SMALLER))


def _note(fact: Fact, room: float) -> Element:
    return _kept("PIRStripNote", run(fitted(flat(fact.note), 1.8 * room, _NOTE)))


def _kept(style: str, content: Element) -> Element:
    return paragraph(style, content, properties=(w("keepNext"),))


def _row(paragraphs: list[Element], widths: list[int], *, is_head: bool = False) -> Element:
    cells = [
        w("tc", w("tcPr", w("tcW", w=width, type="dxa")), content)
        for content, width in zip(paragraphs, widths, strict=True)
    ]
    return w("tr", w("trPr", w("cantSplit"), *([w("tblHeader")] if is_head else [])), *cells)
