"""Where an instant stands on the strip: true to scale on the axis, evenly spread beyond a break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pir.pictures.facts import Facts, Phase
from pir.pictures.window import Window

_MOST_FAR = 12
"""Marks beyond a break: there they say that something was recorded, not when."""


@dataclass(frozen=True)
class Stretch:
    """A part of the drawing's width."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Scale:
    """The axis, and the blocks beyond its breaks (None without a break)."""

    window: Window
    axis: Stretch
    before: Stretch | None
    after: Stretch | None

    def x(self, at: datetime) -> float:
        """Return the place of an instant on the axis; what lies outside stands at its end."""
        share = (at - self.window.start) / self.window.length
        return self.axis.left + min(max(share, 0.0), 1.0) * self.axis.width

    def stretch(self, start: datetime, end: datetime | None) -> Stretch:
        """Return the stretch between two instants; without an end it reaches to the end of the axis."""
        return Stretch(self.x(start), self.axis.right if end is None else self.x(end))


def scale(window: Window, width: float, edge: float, block: float, tear: float) -> Scale:
    """Lay out a drawing: blocks of width `block` where the axis breaks, `tear` for the broken edge."""
    left, right = edge, width - edge
    before = Stretch(left, left + block) if window.before else None
    after = Stretch(right - block, right) if window.after else None
    axis = Stretch(before.right + tear if before else left, after.left - tear if after else right)
    return Scale(window, axis, before, after)


def far_phase(facts: Facts, at: datetime | None) -> Phase | None:
    """Return the phase that an instant beyond a break belongs to."""
    if at is None:
        return None
    return next((p for p in reversed(facts.phases) if p.start <= at and (p.end is None or at <= p.end)), None)


def entry_places(facts: Facts, scale: Scale, apart: float) -> list[float]:
    """Return where entries are marked; marks closer than `apart` are one."""
    window = scale.window
    places: list[float] = []
    for entry in facts.entries:
        x = scale.x(entry.at)
        if window.holds(entry.at) and (not places or x - places[-1] >= apart):
            places.append(x)
    early = sum(entry.at < window.start for entry in facts.entries)
    late = sum(entry.at > window.end for entry in facts.entries)
    return _spread(scale.before, early) + places + _spread(scale.after, late)


def _spread(block: Stretch | None, count: int) -> list[float]:
    if block is None or not count:
        return []
    shown = min(count, _MOST_FAR)
    return [block.left + block.width * (number + 0.5) / shown for number in range(shown)]
