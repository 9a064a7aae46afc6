"""Boxes that have been placed, in SVG units: y grows downwards, the drawing begins at (0, 0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Size = tuple[float, float]
"""Width and height."""

Point = tuple[float, float]

_TOUCHING = 1e-6


@dataclass(frozen=True)
class Rectangle:
    """A placed box: its top left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def meets(self, other: Rectangle) -> bool:
        """Tell whether two boxes share area; touching edges share none.

        >>> Rectangle(0, 0, 10, 10).meets(Rectangle(10, 0, 10, 10))
        False
        """
        return (
            self.x + _TOUCHING < other.right
            and other.x + _TOUCHING < self.right
            and self.y + _TOUCHING < other.bottom
            and other.y + _TOUCHING < self.bottom
        )


@dataclass(frozen=True)
class Placement:
    """Boxes by name, one line of points for each edge in the order given, and the size of it all."""

    boxes: Mapping[str, Rectangle]
    edges: tuple[tuple[Point, ...], ...]
    width: float
    height: float
