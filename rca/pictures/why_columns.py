"""The ladder with its branches side by side: one column a path, for a page that is wide enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from drawing.place import Spacing, place
from drawing.svg import Markup
from drawing.text import measure, wrap
from rca.five_whys import Rung, WhyWalk
from rca.pictures.face import Face, draw_face, face, gate_words
from rca.pictures.look import Look
from rca.vocabulary import Gate

_FOCUS = "focus"

MOST_FIGURES = 2
"""Beyond as many figures the outline is the better drawing."""


@dataclass(frozen=True)
class Columns:
    """One figure: some causes of the focus and all that stands below them."""

    causes: tuple[Rung, ...]
    first: int
    centres: Mapping[str, float]
    width: float


def arrange(causes: WhyWalk, width: float, look: Look) -> list[Columns] | None:
    """Share the branches out over figures, or return None where columns are no good drawing."""
    figures: list[Columns] = []
    waiting = list(causes.causes)
    first = 1
    while waiting:
        found = next(
            (one for count in range(len(waiting), 0, -1) if (one := _fit(waiting[:count], first, width, look))), None
        )
        if found is None or len(figures) == MOST_FIGURES:
            return None
        figures.append(found)
        first += len(found.causes)
        waiting = waiting[len(found.causes) :]
    if any(draw(causes, one, width, look)[1] > look.page for one in figures):
        return None
    return figures


def rungs_of(figure: Columns) -> list[Rung]:
    """Return the rungs of a figure as they are read."""
    return list(chain.from_iterable([rung, *_below(rung)] for rung in figure.causes))


def draw(causes: WhyWalk, figure: Columns, width: float, look: Look) -> tuple[list[Markup], float]:
    """Return the marks of a figure and its height."""
    marks, y = draw_focus(causes, width, look)
    level: Sequence[Rung] = figure.causes
    parents: dict[str, tuple[float, float]] = {_FOCUS: (width / 2, y)}
    effects: Sequence[Rung | None] = [None]
    while level:
        faces = {rung.number: face(rung, look.column, look) for rung in level}
        joined = any(_needs_plate(causes, figure, effect) for effect in effects)
        top = y + (3.1 if joined else 2.0) * look.leading
        for effect in effects:
            shown = _shown(figure, effect)
            if shown:
                marks += _join(causes, figure, effect, parents[effect.number if effect else _FOCUS], top=top, look=look)
        height = max(one.height for one in faces.values())
        marks += _draw_level(figure, faces, top, height, look)
        y = top + height
        parents = {rung.number: (figure.centres[rung.number], y) for rung in level}
        effects = level
        level = [below for rung in level for below in rung.causes]
    return marks, y + 1


def draw_focus(causes: WhyWalk, width: float, look: Look) -> tuple[list[Markup], float]:
    """Return the focus event in its dark box, and the y below it."""
    wide = min(width, 2.75 * look.column)
    left = (width - wide) / 2
    lines = wrap(causes.focus.statement or "Not written yet", wide - 4 * look.pad, look.head, bold=True)
    height = look.leading * 1.15 * (len(lines) + 1) + 2 * look.pad
    marks = [look.box(left, 0.6, wide, height, "focus")]
    said = [("WHAT HAPPENED", look.small), *((line, look.head) for line in lines)]
    for row, (line, size) in enumerate(said):
        baseline = 0.6 + look.pad + look.small + 1.15 * look.leading * row
        marks.append(look.words(width / 2, baseline, line, "focus-text", size, anchor="middle"))
    return marks, height + 0.6


def _fit(causes: Sequence[Rung], first: int, width: float, look: Look) -> Columns | None:
    rungs = list(chain.from_iterable([rung, *_below(rung)] for rung in causes))
    abreast = Counter(rung.number.count(".") for rung in rungs)
    if max(abreast.values()) * (look.column + look.gap) - look.gap > width:
        return None
    boxes = {_FOCUS: (1.0, 1.0)} | {rung.number: (look.column, 1.0) for rung in rungs}
    edges = [(rung.number.rpartition(".")[0] or _FOCUS, rung.number) for rung in rungs]
    placed = place(boxes, edges, spacing=Spacing(look.gap, 10))
    if placed.width > width:
        return None
    aside = (width - placed.width) / 2
    centres = {rung.number: placed.boxes[rung.number].middle[0] + aside for rung in rungs}
    return Columns(tuple(causes), first, centres, placed.width)


def _below(rung: Rung) -> list[Rung]:
    return list(chain.from_iterable([cause, *_below(cause)] for cause in rung.causes))


def _shown(figure: Columns, effect: Rung | None) -> Sequence[Rung]:
    return figure.causes if effect is None else effect.causes


def _needs_plate(causes: WhyWalk, figure: Columns, effect: Rung | None) -> bool:
    """Tell whether how causes combine stands on a plate, or "because" beside one arrow is enough."""
    return len(_shown(figure, effect)) > 1 or (effect is None and len(causes.causes) > 1)


def _part_words(causes: WhyWalk, figure: Columns) -> str:
    """Return which of the causes of the focus a figure shows, when it does not show all."""
    shown, of_all = len(figure.causes), len(causes.causes)
    if shown == of_all:
        return ""
    which = str(figure.first) if shown == 1 else f"{figure.first} to {figure.first + shown - 1}"
    return f" (here {which} of {of_all})"


def _draw_level(figure: Columns, faces: Mapping[str, Face], y: float, height: float, look: Look) -> list[Markup]:
    return list(
        chain.from_iterable(
            draw_face(one, figure.centres[number] - look.column / 2, y, height, look) for number, one in faces.items()
        )
    )


def _join(
    causes: WhyWalk, figure: Columns, effect: Rung | None, start: tuple[float, float], *, top: float, look: Look
) -> list[Markup]:
    """Return the lines from an effect down to its causes, with how they combine."""
    shown = _shown(figure, effect)
    counted = causes.counted if effect is None else effect.counted
    gate, k = (causes.gate, causes.focus.k) if effect is None else (effect.gate, effect.factor.k)
    said = gate_words(gate, len(counted), k) + (_part_words(causes, figure) if effect is None else "")
    x, y = start
    centres = [figure.centres[rung.number] for rung in shown]
    open_gate = gate is Gate.NOT_DECIDED and len(counted) > 1
    if not _needs_plate(causes, figure, effect):
        marks = [look.line("M", x, y, "V", y + 4, "H", centres[0], "V", top - 3), look.arrow(centres[0], top)]
        return [
            *marks,
            look.words(centres[0] + look.pad, (y + top) / 2 + look.small * 0.35, said, "because", look.small),
        ]
    bus = top - look.leading
    marks = [look.line("M", x, y, "V", bus)]
    marks.append(
        look.line("M", min([x, *centres]), bus, "H", max([x, *centres]), role="link-open" if open_gate else "link")
    )
    for centre, rung in zip(centres, shown, strict=True):
        marks.append(
            look.line("M", centre, bus, "V", top - 3, role="link-open" if open_gate or rung.is_refuted else "link")
        )
        marks.append(look.arrow(centre, top))
    wide, high = measure(said, look.text, bold=True) + 2.6 * look.pad, look.leading + 1.2 * look.pad
    plate = (y + bus - high) / 2
    marks.append(look.box(x - wide / 2, plate, wide, high, "plate", rx=high / 2))
    marks.append(look.words(x, plate + high / 2 + look.text * 0.36, said, "plate-text", anchor="middle"))
    return marks
