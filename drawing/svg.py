"""Write SVG as escaped markup, without any state.

Two kinds of string exist here: plain words, which people typed and which are never trusted, and
`Markup`, which this module made. Only `words` turns the first into the second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NewType
from xml.sax.saxutils import escape, quoteattr

Markup = NewType("Markup", str)

TITLE_LIMIT = 250
"""Longest alternative text that Word's accessibility checker takes, in characters."""

# XML 1.0, production [2] Char: everything else ends the parse, and pasted chat logs do contain it.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = str | int | float | None


@dataclass(frozen=True)
class Picture:
    """A finished drawing.

    `width` and `height` are SVG units (on paper 1 unit is 1 pt). `title` is the alternative text,
    at most 250 characters. `text` is the text equivalent, a line each.
    """

    svg: str
    width: float
    height: float
    title: str
    text: tuple[str, ...]


def clean(text: str) -> str:
    r"""Return `text` without the characters that XML forbids.

    >>> clean("a\x00b\x1b[0m")
    'ab[0m'
    """
    return _NOT_XML.sub("", text)


def words(text: str) -> Markup:
    """Turn plain text into markup.

    >>> words("load > 90 % & rising")
    'load &gt; 90 % &amp; rising'
    """
    return Markup(escape(clean(text)))


def number(value: float) -> str:
    """Write a length with two decimals at most and no trailing noughts.

    >>> number(12.0), number(3.14159), number(-0.001)
    ('12', '3.14', '0')
    """
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def element(name: str, /, *children: Markup, **attributes: Value) -> Markup:
    """Return one element. Attributes that are None are left out; `_` becomes `-`; `class_` is class.

    >>> element("rect", x=1.0, class_="box", stroke_width=2, rx=None)
    '<rect x="1" class="box" stroke-width="2"/>'
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={_quoted(value)}"
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return Markup(f"<{name}{written}/>")
    return Markup(f"<{name}{written}>{''.join(children)}</{name}>")


def group(*children: Markup, **attributes: Value) -> Markup:
    """Return the children in a `g` element."""
    return element("g", *children, **attributes)


def path(*steps: str | float, **attributes: Value) -> Markup:
    """Return a path whose `d` is made of the given letters and numbers.

    >>> path("M", 1, 2.5, "H", 9, class_="axis")
    '<path d="M1 2.5H9" class="axis"/>'
    """
    d = ""
    for step in steps:
        written = step if isinstance(step, str) else number(step)
        d += f" {written}" if d and d[-1].isdigit() and written[0] not in "-MLHVCQAZz" else written
    return element("path", d=d, **attributes)


def drawing(width: float, height: float, title: str, *children: Markup, **attributes: Value) -> str:
    """Return a whole SVG document with a viewBox, its size and its alternative text.

    The text is an `aria-label`, so that several drawings fit on one page without ids that clash.

    >>> drawing(10, 5, "Nothing")
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5" width="10" height="5" role="img" aria-label="Nothing"/>'
    """
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=title,
        **attributes,
    )


def alternative(text: str, limit: int = TITLE_LIMIT) -> str:
    """Cut an alternative text to `limit` characters at a word, ending with an ellipsis.

    >>> alternative("one two three", 9)
    'one two…'
    """
    flat = " ".join(clean(text).split())
    if len(flat) <= limit:
        return flat
    head = flat[: limit - 1]
    return (head[: head.rfind(" ")] if " " in head else head).rstrip(" ,;:") + "…"


def _quoted(value: str | float) -> str:
    return quoteattr(clean(value) if isinstance(value, str) else number(value), {"\n": " ", "\t": " ", "\r": " "})
