"""WordprocessingML elements, and the one place where text enters a Word document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from exports.tidy import tidy

Element: TypeAlias = etree._Element
"""lxml has no public name for the type of an element."""

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_LAYOUT = re.compile("([\n\t])")


def tag(name: str) -> str:
    """Return the name of a `w:` element or attribute with its namespace."""
    return f"{{{MAIN}}}{name}"


T, TAB, BREAK = tag("t"), tag("tab"), tag("br")


def w(element: str, /, *children: Element, **attributes: str | int) -> Element:
    """Return a `w:` element; attributes are `w:` too."""
    made = etree.Element(tag(element), {tag(key): str(value) for key, value in attributes.items()}, nsmap={"w": MAIN})
    made.extend(children)
    return made


def flat(text: str) -> str:
    """Return text that an XML attribute or property takes, on one line."""
    return " ".join(tidy(text).split())


def set_text(target: Element, text: str) -> None:
    """Put text into a `w:t`; a newline or tab in it becomes a `w:br` or `w:tab` after it."""
    tidied = tidy(text)
    target.set(SPACE, "preserve")
    if "\n" not in tidied and "\t" not in tidied:
        target.text = tidied
        return
    first, *rest = _LAYOUT.split(tidied)
    target.text = first
    place = target
    for piece in _pieces(rest):
        place.addnext(piece)
        place = piece


def _pieces(rest: list[str]) -> Iterator[Element]:
    for mark, text in zip(rest[::2], rest[1::2], strict=True):
        yield w("br") if mark == "\n" else w("tab")
        if text:
            made = w("t")
            made.text = text
            made.set(SPACE, "preserve")
            yield made


def run(text: str, *, bold: bool = False, italic: bool = False, colour: str = "", size: float = 0) -> Element:
    """Return a run of text; `size` in points where it is not that of the style."""
    made = w("r")
    looks: list[Element] = []
    looks += [w("b"), w("bCs")] if bold else []
    looks += [w("i"), w("iCs")] if italic else []
    looks += [w("color", val=colour)] if colour else []
    looks += [w("sz", val=round(size * 2)), w("szCs", val=round(size * 2))] if size else []
    if looks:
        made.append(w("rPr", *looks))
    content = w("t")
    made.append(content)
    set_text(content, text)
    return made


def tab_run() -> Element:
    """Return a run that is one tab."""
    return w("r", w("tab"))


def paragraph(style: str, *content: Element, properties: tuple[Element, ...] = ()) -> Element:
    """Return a paragraph in a style; `properties` follow `w:pStyle` in the order of the schema."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)
