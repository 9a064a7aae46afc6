"""Text cut to a width, where a layout has one line and no more."""

from __future__ import annotations

from drawing.text import measure


def fits(text: str, room: float, size: float, *, bold: bool = False) -> bool:
    """Tell whether a line of text is at most `room` points wide."""
    return measure(text, size, bold) <= room


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return text cut to a width in points, with an ellipsis where something is missing."""
    if fits(text, room, size, bold=bold):
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle].rstrip() + "…", room, size, bold=bold) else (low, middle - 1)
    return text[:low].rstrip() + "…"
