"""How wide text is, and where its lines break, in the shipped font.

Everything that has to fit into a box is measured here and never guessed from the number of letters.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageFont

from drawing import fonts

# Advances scale with the size, so each file is opened once, large enough for hinting not to show.
_OPENED_AT = 1000

_BREAK_AFTER = "/-_.:,;?&=@"
"""Where a word too long for its line, such as an address, is broken rather than in the middle of a part."""

_SPACES = " \t\n\r\f\v"
"""Where lines break. A no-break space is none of these."""


@lru_cache(maxsize=16_384)
def measure(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line of text in SVG units, at a font size in the same units.

    Pairs such as "AV" are drawn a little closer than this, so what fits here fits.

    >>> round(measure("Checkout", 10), 1), round(measure("Checkout", 20), 1)
    (42.2, 84.5)
    >>> measure("Checkout", 10, bold=True) > measure("Checkout", 10)
    True
    """
    face = fonts.BOLD if bold else fonts.REGULAR
    total = 0.0
    for kind, letters in groupby(text, lambda letter: _kind(face, letter)):
        run = "".join(letters)
        total += len(run) * _OPENED_AT if kind is None else _font(kind).getlength(run)
    return total * size / _OPENED_AT


def wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Break text into lines that are at most `width` wide; white space collapses; "" gives no line.

    A word that is wider than the line is broken after a sign such as "/" or "-", and where it has
    none, between letters. A single letter that is wider than the line stands alone.

    >>> wrap("The log volume filled in 40 hours", 60, 10)
    ['The log', 'volume filled', 'in 40 hours']
    """
    lines: list[str] = []
    line = ""
    for word in text.translate(dict.fromkeys(map(ord, _SPACES), " ")).split(" "):
        if not word:
            continue
        longer = f"{line} {word}" if line else word
        if measure(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width, size, bold)
        lines += full
    return [*lines, line] if line else lines


def shorten(text: str, width: float, size: float, bold: bool = False) -> str:
    """Return the text on one line, cut with an ellipsis where it is wider than `width`.

    Only for labels whose whole text stands elsewhere; "" where not even the ellipsis fits.

    >>> shorten("waiting for the storage supplier", 80, 10)
    'waiting for the…'
    """
    flat = " ".join(text.split())
    if measure(flat, size, bold) <= width:
        return flat
    fits = 0
    for end in range(1, len(flat)):
        if measure(flat[:end].rstrip() + "…", size, bold) > width:
            break
        fits = end
    if fits:
        return flat[:fits].rstrip(" ,;:.-") + "…"
    return "…" if measure("…", size, bold) <= width else ""


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces: list[str] = []
    while measure(word, size, bold) > width and len(word) > 1:
        end = 1
        while end < len(word) and measure(word[: end + 1], size, bold) <= width:
            end += 1
        at_sign = max(word.rfind(sign, 0, end) for sign in _BREAK_AFTER) + 1
        # A break after a sign is worth a shorter line, but not one that is nearly empty.
        if at_sign * 3 >= end:
            end = at_sign
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word] if word else pieces


@cache
def _font(file: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), _OPENED_AT, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4_096)
def _kind(face: Path, letter: str) -> Path | None:
    """Return the file that draws a letter, or None: a wide letter that no shipped font has, one em."""
    for file in (face, fonts.FALLBACK):
        if _has(file, letter):
            return file
    return None if unicodedata.east_asian_width(letter) in "WF" else fonts.FALLBACK


def _has(file: Path, letter: str) -> bool:
    # A font draws every letter that it lacks as the same empty box, so the box is what to look for.
    return letter.isspace() or _ink(file, letter) != _ink(file, "\uffff")


@lru_cache(maxsize=4_096)
def _ink(file: Path, letter: str) -> bytes:
    # Small: only the difference to the empty box matters.
    return bytes(ImageFont.truetype(str(file), 24, layout_engine=ImageFont.Layout.BASIC).getmask(letter))
