"""Look at a finished drawing for what must never happen: text cut off at its edge, or too small to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from drawing.text import measure

_SVG = "{http://www.w3.org/2000/svg}"
_MOVED = re.compile(r"translate\(([-0-9.]+)[ ,]+([-0-9.]+)\)")
_ASCENT, _DESCENT = 0.75, 0.22
_BOLD = frozenset({"b", "on"})


@dataclass(frozen=True)
class TextBox:
    """One line of text and the room that its letters take, in SVG units."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float


def text_boxes(svg: str, size: float = 13) -> list[TextBox]:
    """Return where each text of our own drawings stands. `size` is what a style sheet gives those without."""
    return list(_boxes(ET.fromstring(svg), 0.0, 0.0, size))  # noqa: S314 - our own drawing


def cut_off(svg: str, size: float = 13, slack: float = 0.5) -> list[TextBox]:
    """Return the texts that reach beyond the viewBox by more than `slack`.

    >>> [box.text for box in cut_off('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20">'
    ...     '<text x="2" y="14">in</text><text x="20" y="14">outside</text></svg>')]
    ['outside']
    """
    _, _, width, height = map(float, ET.fromstring(svg).attrib["viewBox"].split())  # noqa: S314
    return [
        box
        for box in text_boxes(svg, size)
        if box.left < -slack or box.top < -slack or box.right > width + slack or box.bottom > height + slack
    ]


def _boxes(node: ET.Element, x: float, y: float, size: float) -> Iterator[TextBox]:
    moved = _MOVED.search(node.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if node.tag == f"{_SVG}text":
        yield _box(node, x, y, size)
    for child in node:
        yield from _boxes(child, x, y, size)


def _box(node: ET.Element, x: float, y: float, size: float) -> TextBox:
    said = node.text or ""
    classes = node.get("class", "").split()
    size = float(node.get("font-size", size))
    width = measure(said, size, node.get("font-weight") == "700" or bool(_BOLD.intersection(classes)))
    at, base = x + float(node.get("x", 0)), y + float(node.get("y", 0))
    anchor = node.get("text-anchor") or ("middle" if "mid" in classes else "end" if "end" in classes else "start")
    left = at - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return TextBox(said, size, left, base - _ASCENT * size, left + width, base + _DESCENT * size)
