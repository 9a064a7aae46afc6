"""The strip for a page: 1200 units wide, colours by the classes of the house style only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from drawing import svg
from drawing.svg import Markup, Picture
from drawing.text import measure, shorten
from pir.pictures import labels
from pir.pictures.facts import Facts, Phase
from pir.pictures.scale import Scale, Stretch, entry_places, far_phase, scale
from pir.pictures.stairs import Flag, Label, Set, rows, stairs
from pir.pictures.ticks import clock_changes, ticks
from pir.pictures.window import Window

WIDTH = 1200.0
_EDGE, _BLOCK, _TEAR = 2.0, 124.0, 34.0
_TEXT = 13.0
_STEP = 22.0  # from flag to flag
_BAND, _HEM = 28.0, 8.0
_INSET = 9.0
_ROW = 29.0
_ROWS = 3
_FLY = 11.0  # from pole to word
# Source Sans 3 beside Liberation Sans, in which text is measured: widest of our kind of words, regular and bold.
_NARROWER, _NARROWER_BOLD = 0.96, 0.93
_PATTERNS = svg.Markup(
    '<defs><pattern id="p-gap" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path class="l-gap" d="M0 6L6 0M0 0L6 6" stroke-width=".8"/></pattern>'
    '<pattern id="p-latent" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<circle class="f-latent" cx="4" cy="4" r="2.4"/></pattern>'
    '<pattern id="p-diagnosis" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path class="l-diagnosis" d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5" stroke-width="2.4"/></pattern>'
    '<pattern id="p-mitigation" width="14" height="8" patternUnits="userSpaceOnUse">'
    '<path class="f-mitigation" d="M0 0h10v8H0z"/></pattern>'
    '<pattern id="p-recovery" width="5" height="8" patternUnits="userSpaceOnUse">'
    '<path class="f-recovery" d="M0 0h2v8H0z"/></pattern>'
    '<pattern id="p-after" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<path class="f-after" d="M0 0h8v2H0zM0 6h8v2H0z"/></pattern></defs>'
)


@dataclass(frozen=True)
class _Levels:
    """The y of each part, downwards from the band."""

    band: float

    @property
    def hem(self) -> float:
        return self.band + _BAND + 2

    @property
    def entries(self) -> float:
        return self.band + 45

    @property
    def axis(self) -> float:
        return self.band + 64

    @property
    def tick_label(self) -> float:
        return self.band + 86

    @property
    def rows(self) -> float:
        return self.band + 95


def draw(facts: Facts, window: Window) -> Picture:
    """Draw the strip of the facts."""
    placed = scale(window, WIDTH, _EDGE, _BLOCK, _TEAR)
    flags, lanes = _flags(facts, placed)
    levels = _Levels(_below_flags(lanes))
    narrow, bands = _bands(facts, placed, levels)
    notes, used = _notes(facts, placed, narrow, levels)
    parts = [
        _PATTERNS,
        *bands,
        *_block(facts, placed, levels, before=True),
        *_block(facts, placed, levels, before=False),
        *flags,
        *_entries(facts, placed, levels),
        *_axis(facts, placed, levels),
        *notes,
    ]
    height = max(levels.rows + used * _ROW, levels.tick_label + (24 if window.before or window.after else 8))
    title = svg.alternative(labels.title(facts, placed))
    return Picture(svg.drawing(WIDTH, height, title, *parts), WIDTH, height, title, labels.equivalent(facts))


def _below_flags(lanes: int) -> float:
    """Return the y of the band: clear of the flags, and with the hem on a whole repeat of its patterns."""
    above = 10 + lanes * _STEP if lanes else 2
    return math.ceil((above + _BAND + 2) / _HEM) * _HEM - _BAND - 2


def _text(x: float, y: float, said: str, role: str | None = None, fill: str | None = None) -> Markup:
    return svg.element("text", svg.words(said), class_=role, x=x, y=y, fill=fill)


def _wide(said: str, *, bold: bool = False) -> float:
    return measure(said, _TEXT, bold) * (_NARROWER_BOLD if bold else _NARROWER)


def _flags(facts: Facts, placed: Scale) -> tuple[list[Markup], int]:
    said = [f"{milestone.word} {labels.flag_time(facts, milestone, placed)}" for milestone in facts.milestones]
    poles = [
        Flag(placed.x(milestone.at), _FLY + _wide(words, bold=True))
        for milestone, words in zip(facts.milestones, said, strict=True)
    ]
    flown = stairs(poles, WIDTH, 6)
    lanes = max((one.lane + 1 for one in flown), default=0)
    parts: list[Markup] = []
    for pole, words, one in zip(poles, said, flown, strict=True):
        y = 3 + (lanes - 1 - one.lane) * _STEP
        way = -1 if one.to_the_left else 1
        parts += [
            svg.path("M", pole.x, y, "V", _below_flags(lanes) - 2, class_="stem"),
            svg.path("M", pole.x, y, f"h{7 * way}l{-2 * way} 4 {2 * way} 4h{-7 * way}z", class_="pennant"),
            _text(pole.x + way * _FLY, y + 11, words, "b end" if one.to_the_left else "b"),
        ]
    return parts, lanes


def _bands(facts: Facts, placed: Scale, levels: _Levels) -> tuple[list[tuple[Phase, Stretch]], list[Markup]]:
    """Return the phases too narrow for their word, and the bands."""
    narrow: list[tuple[Phase, Stretch]] = []
    parts: list[Markup] = []
    far = {far_phase(facts, placed.window.before), far_phase(facts, placed.window.after)}
    if facts.phases:
        parts.append(svg.path("M", placed.axis.left, levels.band + _BAND, "H", placed.axis.right, class_="grid"))
    for phase in facts.phases:
        if placed.before and phase.kind == "latent":
            continue
        place = placed.stretch(phase.start, phase.end)
        if not place.width:
            continue
        parts += _band(phase, Stretch(place.left, max(place.right - 1.5, place.left + 1)), levels)
        said = _that_fits(phase, place.width)
        if said:
            parts.append(_text(place.left + _INSET, levels.band + 19, said, "on"))
        elif phase not in far:
            narrow.append((phase, place))
    if not facts.phases:
        axis = placed.axis
        parts = [svg.element("rect", class_="box", x=axis.left, y=levels.band, width=axis.width, height=_BAND)]
        parts.append(_text(axis.left + _INSET, levels.band + 19, "No phases yet", "soft"))
    return narrow, parts


def _band(phase: Phase, place: Stretch, levels: _Levels) -> list[Markup]:
    solid = f"f-{phase.kind}"
    hem = {"x": place.left, "y": levels.hem, "width": place.width, "height": _HEM}
    return [
        svg.element("rect", class_=solid, x=place.left, y=levels.band, width=place.width, height=_BAND),
        svg.element("rect", class_=solid, **hem)
        if phase.kind == "undetected"
        else svg.element("rect", fill=f"url(#p-{phase.kind})", **hem),
    ]


def _that_fits(phase: Phase, width: float) -> str:
    room = width - _INSET - 5
    return next((said for said in (labels.phase_label(phase), phase.word) if _wide(said, bold=True) <= room), "")


def _block(facts: Facts, placed: Scale, levels: _Levels, *, before: bool) -> list[Markup]:
    block, at = (placed.before, placed.window.before) if before else (placed.after, placed.window.after)
    if block is None or at is None:
        return []
    phase = far_phase(facts, at)
    if phase:
        said = labels.far_phase_label(phase) if before else phase.word
        parts = [*_band(phase, block, levels), _text(block.left + _INSET, levels.band + 19, said, "on")]
    else:
        parts = [
            svg.element("rect", class_="box", x=block.left, y=levels.band, width=block.width, height=_BAND),
            _text(block.left + _INSET, levels.band + 19, "Before" if before else "Later", "soft"),
        ]
    tear = block.right + 8 if before else block.left - _TEAR + 8
    axis, end = levels.axis - 8, block.left if before else block.right
    role = "soft" if before else "soft end"
    return [
        *parts,
        svg.path("M", tear, levels.band + 6, "l7 8-7 8 7 8M", tear + 8, levels.band + 6, "l7 8-7 8 7 8", class_="axis"),
        svg.path("M", block.left, axis, "H", block.right, "M", end, axis - 4, "v8", class_="axis"),
        _text(end, levels.tick_label - 10, labels.far_label(facts, at, placed), role),
        _text(end, levels.tick_label + 7, "not to scale", role),
    ]


def _entries(facts: Facts, placed: Scale, levels: _Levels) -> list[Markup]:
    boxes = [placed.stretch(gap.start, gap.end) for gap in facts.gaps]
    return [
        *(
            svg.element("rect", class_="gapbox", x=box.left + 3, y=levels.entries, width=box.width - 6, height=12)
            for box in boxes
            if box.width > 8  # noqa: PLR2004 - narrower there is nothing to see
        ),
        *(
            svg.element("rect", class_="entry", x=x - 1.5, y=levels.entries, width=3, height=12)
            for x in entry_places(facts, placed, 3.5)
        ),
    ]


def _axis(facts: Facts, placed: Scale, levels: _Levels) -> list[Markup]:
    axis, y = placed.axis, levels.axis
    parts = [svg.path("M", axis.left, y, "H", axis.right, class_="axis")]
    taken = axis.left
    for tick in ticks(placed.window, facts.zone, axis.width, _wide):
        x = placed.x(tick.at)
        parts.append(svg.path("M", x, y, "v", 6 if tick.label else 3, class_="axis"))
        half = _wide(tick.label) / 2
        if tick.label and x - half >= taken and x + half <= axis.right:
            parts.append(_text(x, levels.tick_label, tick.label, "soft mid"))
            taken = x + half + 8
    return parts


def _notes(
    facts: Facts, placed: Scale, narrow: Sequence[tuple[Phase, Stretch]], levels: _Levels
) -> tuple[list[Markup], int]:
    """Return the labels below the axis and how many rows they take: narrow phases, clock changes, longest gaps."""
    wanted = [(labels.phase_label(phase), place, f"f-{phase.kind}") for phase, place in narrow]
    wanted += [
        (labels.change_label(change), placed.stretch(change.at, change.at), "soft")
        for change in clock_changes(placed.window, facts.zone)
    ]
    longest = sorted(facts.gaps, key=lambda gap: gap.start - gap.end)
    wanted += [
        (shorten(labels.gap_label(gap), WIDTH * 0.45, _TEXT), placed.stretch(gap.start, gap.end), "soft")
        for gap in longest
    ]
    sought = [Label(place.left, place.right, _wide(said, bold=True)) for said, place, _ in wanted]
    found = rows(sought, placed.axis.left, WIDTH - _EDGE, 16, _ROWS)
    parts: list[Markup] = []
    for (said, place, role), one in zip(wanted, found, strict=True):
        if one is not None:
            parts += _note(said, place, role, one, levels)
    return parts, max((one.row + 1 for one in found if one), default=0)


def _note(said: str, place: Stretch, role: str, one: Set, levels: _Levels) -> list[Markup]:
    y = levels.rows + one.row * _ROW
    bracket = svg.path("M", place.left, y, "v4H", place.right, "v-4", class_="axis")
    bold = "" if role == "soft" else " b"
    return [bracket, _text(one.x + _wide(said, bold=True) / 2, y + 19, said, f"{role}{bold} mid")]
