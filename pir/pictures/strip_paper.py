"""The strip for a report: 482 units wide, 1 unit is 1 pt, explicit colours, readable in grey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from drawing import svg
from drawing.svg import Markup, Picture
from drawing.text import measure, shorten
from pir.pictures import labels
from pir.pictures.facts import Facts, Phase
from pir.pictures.paper_ink import FONT, GREY, INK, NAVY, PATTERNS, RULE, SOLID, WHITE
from pir.pictures.scale import Scale, Stretch, entry_places, far_phase, scale
from pir.pictures.stairs import Flag, Label, rows, stairs
from pir.pictures.ticks import clock_changes, ticks
from pir.pictures.window import Window

WIDTH = 482.0
_EDGE, _BLOCK, _TEAR = 2.0, 66.0, 22.0
_SMALL, _TEXT = 8.0, 8.5
_STEP, _FLY = 13.0, 9.0
_BAND = 30.0
_ROW = 23.0
_PLATE = 5.0
_CROWD = 60  # entries beyond which the dots are smaller


@dataclass(frozen=True)
class _Part:
    """A piece of the drawing that begins at y = 0, and how much height it takes."""

    marks: Sequence[Markup]
    height: float


def draw(facts: Facts, window: Window, *, mini: bool) -> Picture:
    """Draw the strip of the facts; `mini` leaves out entries, gaps and measures."""
    placed = scale(window, WIDTH, _EDGE, _BLOCK, _TEAR)
    narrow, band = _band(facts, placed)
    stacked = [_flags(facts, placed), band, _axis(facts, placed), _phase_notes(facts, placed, narrow)]
    if not mini:
        stacked += [_entries(facts, placed), _gap_notes(facts, placed), _measures(facts, placed)]
    parts: list[Markup] = [PATTERNS]
    y = 2.0
    for part in stacked:
        if part.marks:
            parts.append(svg.group(*part.marks, transform=f"translate(0 {svg.number(y)})"))
        y += part.height
    title = svg.alternative(labels.title(facts, placed))
    drawn = svg.drawing(WIDTH, y + 2, title, *parts, **FONT)
    return Picture(drawn, WIDTH, y + 2, title, labels.equivalent(facts))


def _text(x: float, y: float, said: str, size: float = _TEXT, *, bold: bool = False, fill: str | None = None) -> Markup:
    weight = "700" if bold else None
    return svg.element("text", svg.words(said), x=x, y=y, font_size=size, font_weight=weight, fill=fill)


def _line(*steps: str | float, width: float = 1.0, colour: str = INK) -> Markup:
    return svg.path(*steps, stroke=colour, stroke_width=width, fill="none")


def _box(place: Stretch, y: float, height: float, **ink: str | float) -> Markup:
    return svg.element("rect", x=place.left, y=y, width=place.width, height=height, **ink)


def _flags(facts: Facts, placed: Scale) -> _Part:
    said = [(labels.flag_time(facts, milestone, placed), milestone.word) for milestone in facts.milestones]
    widths = [measure(time, _TEXT, bold=True) + 5 + measure(word, _TEXT) for time, word in said]
    poles = [Flag(placed.x(m.at), _FLY + width) for m, width in zip(facts.milestones, widths, strict=True)]
    flown = stairs(poles, WIDTH, 5)
    height = max((one.lane + 1 for one in flown), default=0) * _STEP + 4
    parts: list[Markup] = []
    for pole, (time, word), one, width in zip(poles, said, flown, widths, strict=True):
        y = height - 4 - (one.lane + 1) * _STEP
        way = -1 if one.to_the_left else 1
        x = pole.x - _FLY - width if one.to_the_left else pole.x + _FLY
        parts += [
            _line("M", pole.x, y, "V", height + _BAND, width=1.2),
            svg.path("M", pole.x, y, f"h{6 * way}l{-way} 3.2 {way} 3.2h{-6 * way}z", fill=INK),
            _text(x, y + 7.5, time, bold=True),
            _text(x + measure(time, _TEXT, bold=True) + 5, y + 7.5, word),
        ]
    return _Part(parts, height)


def _band(facts: Facts, placed: Scale) -> tuple[list[tuple[Phase, Stretch]], _Part]:
    narrow: list[tuple[Phase, Stretch]] = []
    parts: list[Markup] = []
    far = {far_phase(facts, placed.window.before), far_phase(facts, placed.window.after)}
    if not facts.phases:
        parts.append(_box(placed.axis, 0, _BAND, fill=WHITE, stroke=RULE))
        parts.append(_text(placed.axis.left + 6, 18, "No phases yet", fill=GREY))
    for phase in facts.phases:
        place = placed.stretch(phase.start, phase.end)
        if not place.width or (placed.before and phase.kind == "latent"):
            continue
        parts.append(_filled(phase, place))
        plate = _plate(phase.word, labels.phase_length(phase), phase.kind, place)
        parts += plate
        if not plate and phase not in far:
            narrow.append((phase, place))
    for block, at in ((placed.before, placed.window.before), (placed.after, placed.window.after)):
        if block is not None and at is not None:
            parts += _block(facts, placed, block, at)
    return narrow, _Part(parts, _BAND)


def _filled(phase: Phase, place: Stretch) -> Markup:
    return _box(place, 0, _BAND, fill=f"url(#w-{phase.kind})", stroke=SOLID[phase.kind], stroke_width=1)


def _plate(word: str, length: str, kind: str, place: Stretch) -> list[Markup]:
    """Return a word and its minutes on a white plate, the word alone, or nothing where neither fits."""
    for lines in ([word, length] if length else [word], [word]):
        width = max(measure(lines[0], _TEXT, bold=True), *(measure(one, _TEXT) for one in lines)) + 2 * _PLATE
        if width + 4 <= place.width:
            height = 22.0 if len(lines) > 1 else 15.0
            top = (_BAND - height) / 2
            plate = Stretch(place.middle - width / 2, place.middle + width / 2)
            marks = [_box(plate, top, height, rx=1.5, fill=WHITE, stroke=SOLID[kind], stroke_width=0.5)]
            for row, said in enumerate(lines):
                bold = row == 0
                x = place.middle - measure(said, _TEXT, bold) / 2
                marks.append(
                    _text(
                        x,
                        top + 9.5 + 9.5 * row + (len(lines) == 1),
                        said,
                        bold=bold,
                        fill=SOLID[kind] if bold else None,
                    )
                )
            return marks
    return []


def _block(facts: Facts, placed: Scale, block: Stretch, at: datetime) -> list[Markup]:
    """Return what lies beyond a break: band, torn edge, day and time, "not to scale"."""
    before = block == placed.before
    phase = far_phase(facts, at)
    tear = block.right + 5 if before else block.left - _TEAR + 5
    said = [labels.far_label(facts, at, placed), "not to scale"]
    marks = [
        _line("M", tear, 5, "l5 10-5 10M", tear + 6, 5, "l5 10-5 10", colour=GREY),
        *(
            _text(
                block.left if before else block.right - measure(line, _SMALL),
                _BAND + 14 + 10 * row,
                line,
                _SMALL,
                fill=GREY,
            )
            for row, line in enumerate(said)
        ),
    ]
    if phase is None:
        word = "Before" if before else "Later"
        return [*marks, _box(block, 0, _BAND, fill=WHITE, stroke=RULE), _text(block.left + 6, 18, word, fill=GREY)]
    word, _, length = (labels.far_phase_label(phase) if before else phase.word).partition(", ")
    return [*marks, _filled(phase, block), *_plate(word, length, phase.kind, block)]


def _axis(facts: Facts, placed: Scale) -> _Part:
    axis = placed.axis
    parts = [_line("M", axis.left, 0, "H", axis.right, width=0.8)]
    taken = axis.left - 2
    for tick in ticks(placed.window, facts.zone, axis.width, lambda said: measure(said, _TEXT)):
        x = placed.x(tick.at)
        parts.append(_line("M", x, 0, "v", 5 if tick.label else 3, width=0.8))
        half = measure(tick.label, _TEXT) / 2
        if tick.label and x - half >= taken and x + half <= WIDTH:
            parts.append(_text(x - half, 14, tick.label))
            taken = x + half + 5
    broken = placed.before is not None or placed.after is not None
    return _Part(parts, 28 if broken else 20)


def _phase_notes(facts: Facts, placed: Scale, narrow: Sequence[tuple[Phase, Stretch]]) -> _Part:
    """Return brackets with the words of narrow phases, and the clock changes."""
    wanted = [(phase.word, labels.phase_length(phase), place, SOLID[phase.kind]) for phase, place in narrow]
    wanted += [
        ("", labels.change_label(change), placed.stretch(change.at, change.at), GREY)
        for change in clock_changes(placed.window, facts.zone)
    ]
    widths = [
        measure(word, _TEXT, bold=True) + (3 if word else 0) + measure(length, _TEXT) for word, length, _, _ in wanted
    ]
    sought = [Label(place.left, place.right, width) for (_, _, place, _), width in zip(wanted, widths, strict=True)]
    found = rows(sought, _EDGE, WIDTH - _EDGE, 8, len(sought))
    parts: list[Markup] = []
    for (word, length, place, colour), one in zip(wanted, found, strict=True):
        if one is not None:
            y = one.row * _ROW
            parts += [
                _line(
                    "M", place.left, y, "v4H", place.right, "v-4M", place.middle, y + 4, "v3", width=1.1, colour=colour
                ),
                _text(one.x, y + 16, word, bold=True, fill=colour),
                _text(one.x + measure(f"{word}", _TEXT, bold=True) + (3 if word else 0), y + 16, length),
            ]
    return _Part(parts, (max((one.row for one in found if one), default=-1) + 1) * _ROW)


def _entries(facts: Facts, placed: Scale) -> _Part:
    if not facts.entries:
        return _Part([], 4)
    y = 11.0
    radius = 2.8 if len(facts.entries) <= _CROWD else 1.6
    stretches = [one for one in (placed.before, placed.axis, placed.after) if one]
    gaps = [placed.stretch(gap.start, gap.end) for gap in facts.gaps]
    parts = [_line("M", one.left, y, "H", one.right, width=0.8, colour=RULE) for one in stretches]
    parts += [
        _box(gap, y - 6, 12, fill=WHITE, stroke=INK, stroke_width=0.9, stroke_dasharray="3 2")
        for gap in gaps
        if gap.width > radius
    ]
    places = entry_places(facts, placed, radius)
    return _Part([*parts, *(svg.element("circle", cx=x, cy=y, r=radius, fill=NAVY) for x in places)], 20)


def _gap_notes(facts: Facts, placed: Scale) -> _Part:
    """Return the words of the longest gaps, and what a dot is where there is room for it."""
    if not facts.entries:
        return _Part([], 0)
    longest = sorted(facts.gaps, key=lambda gap: gap.start - gap.end)
    said = [
        shorten(f"Gap {labels.gap_times(facts, gap)}: {labels.gap_label(gap)}", WIDTH * 0.6, _TEXT, bold=True)
        for gap in longest
    ]
    stretches = [placed.stretch(gap.start, gap.end) for gap in longest]
    key = "Each dot is a recorded entry"
    sought = [
        Label(s.middle, s.middle, measure(words, _TEXT, bold=True)) for words, s in zip(said, stretches, strict=True)
    ]
    sought.append(Label(_EDGE, _EDGE, measure(key, _SMALL)))
    found = rows(sought, _EDGE, WIDTH - _EDGE, 12, 3)
    parts = [
        _text(
            one.x,
            one.row * 12 + 9,
            words,
            _SMALL if words is key else _TEXT,
            bold=words is not key,
            fill=GREY if words is key else None,
        )
        for words, one in zip([*said, key], found, strict=True)
        if one is not None
    ]
    return _Part(parts, (max((one.row for one in found if one), default=-1) + 1) * 12 + 6)


def _measures(facts: Facts, placed: Scale) -> _Part:
    parts: list[Markup] = []
    found = labels.measures(facts)
    for row, (said, start, end) in enumerate(found):
        y = row * 15 + 7.5
        bar = placed.stretch(start, end)
        parts.append(_line("M", bar.left, y, "H", bar.right, width=1.6, colour=NAVY))
        parts += [_line("M", x, y - 3.5, "v7", width=1.6, colour=NAVY) for x in (bar.left, bar.right)]
        width = measure(said, _TEXT)
        if bar.right + 7 + width <= WIDTH:
            x = bar.right + 7
        elif bar.left - 7 - width >= 0:
            x = bar.left - 7 - width
        else:
            x = bar.middle - width / 2
            parts.append(_box(Stretch(x - 5, x + width + 5), y - 5, 10, fill=WHITE))
        parts.append(_text(x, y + 3, said))
    return _Part(parts, len(found) * 15)
