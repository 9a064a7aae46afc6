"""WordprocessingML elements, and the one place where text enters a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from drawing.svg import clean

Element: TypeAlias = etree._Element
"""lxml has no public name for the type of an element."""

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LAYOUT = re.compile("([\n\t])")
# Left open, these turn round the words of other people in the same line, and "gnp.exe" into "exe.png".
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


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


def tidy(text: str) -> str:
    r"""Return text that a document takes, whatever was pasted.

    Control characters and lone surrogates are refused by XML, so they go, and with them the controls
    that turn the direction of writing round; all line ends become a newline.

    >>> tidy("a\x00b\r\nc\x0bd\u202e")
    'ab\nc\nd'
    """
    return _TURNS.sub("", clean(_BREAKS.sub("\n", text)))


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
