"""The fishbone as a picture: head on the right, spine from left to right, bones at about 60 degrees, ribs level.

Six bones with five ribs each at most; what there is no room for is counted at the bone and stands
in the list, which tells all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from drawing import svg
from drawing.svg import Markup, Picture
from drawing.text import shorten, wrap
from rca.causal_graph import Factor
from rca.ishikawa import Bone, Fishbone
from rca.pictures.look import Look, Style, look
from rca.vocabulary import State, plain

BONES, RIBS = 6, 5
"""What one drawing holds (decision of the design: 6 x 5, the rest as list)."""

_SCALES = (1.0, 0.9, 0.8)

_SLOPE = math.tan(math.radians(65))


@dataclass(frozen=True)
class _Rib:
    """One factor on a bone: its lines, a word on its state, how deep it hangs, and its height."""

    factor: Factor
    depth: int
    lines: tuple[str, ...]
    note: str
    height: float


@dataclass(frozen=True)
class _Side:
    """One bone, ready to draw: ribs from the spine outwards, and how far it reaches from the spine."""

    bone: Bone
    ribs: tuple[_Rib, ...]
    more: int
    reach: float


def draw(fish: Fishbone, style: Style = "paper", width: float | None = None) -> Picture:
    """Draw a fishbone; bones with factors come first when there are more than six.

    `width` in SVG units: ribs get shorter until it fits, and it grows where even short ones do not.
    """
    for scale in _SCALES:
        sheet = _Sheet(fish, look(style), width, scale)
        if width is None or sheet.width <= width:
            break
    return sheet.picture()


class _Sheet:
    def __init__(self, fish: Fishbone, ink: Look, width: float | None, scale: float) -> None:
        self.fish, self.look = fish, ink
        self.rib = self.head = 168.0 * ink.text / 13 * scale
        shown = sorted(fish.bones, key=lambda bone: not bone.twigs)[:BONES]
        shown = [bone for bone in fish.bones if bone in shown]
        self.left_out = [bone for bone in fish.bones if bone not in shown and bone.twigs]
        sides = [self._side(bone) for bone in shown]
        self.pairs = [sides[at : at + 2] for at in range(0, len(sides), 2)]
        self.wanted = width or 0.0

    def _side(self, bone: Bone) -> _Side:
        found = list(bone.factors())
        ribs = [self._rib(factor, depth) for depth, factor in found[:RIBS]]
        reach = sum(rib.height for rib in ribs) + self.look.leading * 1.2
        return _Side(bone, tuple(ribs), len(found) - len(ribs), max(reach, self.look.leading * 5))

    def _rib(self, factor: Factor, depth: int) -> _Rib:
        width = self.rib - depth * self.look.pad * 1.6 - 2 * self.look.pad
        lines = wrap(factor.statement, width, self.look.text)
        if len(lines) > 3:  # noqa: PLR2004 - three lines, then the list
            lines = [*lines[:2], shorten(" ".join(lines[2:]), width, self.look.text)]
        note = plain(factor.state) if factor.state is not State.OCCURRED and not factor.is_refuted else ""
        return _Rib(factor, depth, tuple(lines), note, self.look.leading * (len(lines) + bool(note) + 0.5))

    @property
    def width(self) -> float:
        """What the drawing needs from left to right."""
        return (self.feet[-1] if self.feet else 4.0) + self.look.gap * 1.6 + self.head + 4

    @cached_property
    def feet(self) -> list[float]:
        """Where the bones meet the spine. Bones are parallel, so a pair needs no more room than its ribs; the longest
        lean decides where the first may stand."""
        step = self.rib + self.look.pad + self.look.gap * 0.6
        leans = [max(side.reach for side in pair) / _SLOPE for pair in self.pairs]
        first = max((4 + self.rib + lean - place * step for place, lean in enumerate(leans)), default=0.0)
        return [max(first, 4 + self.rib) + place * step for place in range(len(self.pairs))]

    def picture(self) -> Picture:
        """Draw it."""
        ink = self.look
        above = max((pair[0].reach for pair in self.pairs), default=0.0)
        below = max((pair[1].reach for pair in self.pairs if len(pair) > 1), default=0.0)
        label = ink.leading * (3.0 if any(side.more for pair in self.pairs for side in pair) else 2.0)
        spine = label + above + 4
        height = spine + below + label + 4 + (ink.leading * 1.6 if self.left_out else 0)
        marks: list[Markup] = []
        width = max(self.width, self.wanted)
        for place, (pair, foot) in enumerate(zip(self.pairs, self.feet, strict=True), start=1):
            spread = (width - self.width) * place / len(self.pairs)  # what is not needed goes between the bones
            for side, up in zip(pair, (True, False), strict=False):
                marks += self._draw_side(side, foot + spread, spine, up=up)
        end = width - self.head - 4
        marks = [ink.line("M", 4, spine, "H", end, role="bone"), *marks, *self._draw_head(end, spine)]
        if self.left_out:
            named = ", ".join(f"{bone.category} ({sum(1 for _ in bone.factors())})" for bone in self.left_out)
            marks.append(ink.words(4, height - ink.small * 0.5, shorten(f"In the list only: {named}", width - 8, ink.small), "about", ink.small))
        count = sum(1 for bone in self.fish.bones for _ in bone.factors())
        title = svg.alternative(f"Fishbone, {count} factors in {sum(bool(b.twigs) for b in self.fish.bones)} categories: {self.fish.head}")
        return Picture(svg.drawing(width, height, title, *marks, **ink.root), width, height, title, outline(self.fish))

    def _draw_side(self, side: _Side, foot: float, spine: float, *, up: bool) -> list[Markup]:
        ink = self.look
        sign = -1 if up else 1
        tip = (foot - side.reach / _SLOPE, spine + sign * side.reach)
        marks = [ink.line("M", foot, spine, "L", *tip, role="bone")]
        named = shorten(side.bone.category, self.rib + ink.gap * 0.5, ink.text, bold=True)
        baseline = tip[1] - ink.small * 0.5 if up else tip[1] + ink.text
        marks.append(ink.words(tip[0], baseline, named, "id", anchor="end"))
        away = ink.leading * 0.5
        for rib in side.ribs:
            away += rib.height
            marks += self._draw_rib(rib, foot - away / _SLOPE, spine + sign * away, up=up)
        if side.more:
            further = baseline + sign * ink.leading
            marks.append(ink.words(tip[0], further, f"{side.more} more in the list", "about", ink.small, anchor="end"))
        if not side.ribs:
            marks.append(ink.words(foot - side.reach / 2 / _SLOPE - ink.pad, spine + sign * side.reach / 2, "nothing yet", "about", ink.small, anchor="end"))
        return marks

    def _draw_rib(self, rib: _Rib, x: float, y: float, *, up: bool) -> list[Markup]:
        """The line ends at the bone; the words stand on the side of the spine, where the bone leans away from them."""
        ink = self.look
        left = x - self.rib + rib.depth * ink.pad * 1.6 + ink.pad
        marks = [ink.line("M", left, y, "H", x, role="twig")]
        rows = len(rib.lines) + bool(rib.note)
        top = y + ink.leading * 0.95 if up else y - ink.leading * (rows - 1) - ink.leading * 0.32
        role = "say-refuted" if rib.factor.is_refuted else "say"
        marks += [ink.words(left, top + ink.leading * row, line, role) for row, line in enumerate(rib.lines)]
        if rib.note:
            marks.append(ink.words(left, top + ink.leading * (rows - 1), rib.note, "about", ink.small))
        return marks

    def _draw_head(self, x: float, spine: float) -> list[Markup]:
        ink = self.look
        lines = wrap(self.fish.head or "What happened?", self.head - 2 * ink.pad, ink.text, bold=True)
        height = ink.leading * len(lines) + 2.4 * ink.pad
        marks = [ink.box(x, spine - height / 2, self.head, height, "focus")]
        top = spine - ink.leading * len(lines) / 2
        return marks + [
            ink.words(x + self.head / 2, top + ink.leading * (row + 0.76), line, "focus-text", anchor="middle") for row, line in enumerate(lines)
        ]


def outline(fish: Fishbone) -> tuple[str, ...]:
    """Return the fishbone as lines: each category, its factors numbered below it.

    >>> from rca.ishikawa import Twig
    >>> outline(Fishbone("Down", (Bone("Data", (Twig(Factor("A", "Disk full"), ()),)), Bone("Supplier", ()))))
    ('1 Data:', '1.1 Disk full (A; suspected).', '2 Supplier: nothing.')
    """
    lines: list[str] = []
    for number, bone in enumerate(fish.bones, start=1):
        lines.append(f"{number} {bone.category}{':' if bone.twigs else ': nothing.'}")
        lines += _numbered(bone.twigs, f"{number}")
    return tuple(lines)


def _numbered(twigs: Sequence, number: str) -> list[str]:  # type: ignore[type-arg]
    lines = []
    for place, twig in enumerate(twigs, start=1):
        factor = twig.factor
        facts = [factor.id, plain(factor.confidence)]
        if factor.state is not State.OCCURRED:
            facts.append(plain(factor.state))
        lines.append(f"{number}.{place} {factor.statement.strip().rstrip('.')} ({'; '.join(facts)}).")
        lines += _numbered(twig.twigs, f"{number}.{place}")
    return lines
