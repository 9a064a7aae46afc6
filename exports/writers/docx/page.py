"""The paper: A4 portrait, and the lengths that follow from it. Twips are 1/20 pt, EMU 1/12700 pt."""

from __future__ import annotations

WIDTH, HEIGHT = 11906, 16838
TOP, BOTTOM, SIDE = 1644, 1474, 1134
HEADER, FOOTER = 624, 567

TEXT_WIDTH = WIDTH - 2 * SIDE
TEXT_HEIGHT = HEIGHT - TOP - BOTTOM

EMU_PER_POINT = 12700
EMU_PER_TWIP = 635
POINTS_PER_TWIP = 0.05
MM_OF_TEXT = 170
"""Column widths of a report add up to this."""


def column_widths(millimetres: list[float], total: int = TEXT_WIDTH) -> list[int]:
    """Return the widths in twips; they add up to `total` exactly, since the last takes the rounding.

    >>> column_widths([85, 85])
    [4819, 4819]
    >>> sum(column_widths([44, 34, 26, 40, 26]))
    9638
    """
    scale = total / sum(millimetres)
    widths = [round(width * scale) for width in millimetres]
    widths[-1] += total - sum(widths)
    return widths
