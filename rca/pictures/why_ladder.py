"""The why ladder: the focus event on top, and below each box why it was true."""

from __future__ import annotations

from collections.abc import Sequence

from drawing import svg
from drawing.svg import Markup, Picture
from rca.five_whys import Rung, WhyWalk, line
from rca.pictures import why_columns, why_outline
from rca.pictures.look import Look, Style, look

WIDTH = 482.0
"""The text width of a portrait page, 170 mm, in points."""


def draw(causes: WhyWalk, width: float = WIDTH, style: Style = "paper") -> list[Picture]:
    """Draw a ladder as one or more figures of the given width; no causes, no figure.

    Branches stand side by side in columns while they fit; more than one figure holds go on to a
    second, and what would need a third becomes an indented list. The `text` of the figures
    together are the lines of the nested list, each once.
    """
    if not causes.causes:
        return []
    ink = look(style)
    columns = why_columns.arrange(causes, width, ink)
    drawn: list[tuple[list[Markup], float, Sequence[Rung]]] = []
    if columns is not None:
        drawn += [(*why_columns.draw(causes, one, width, ink), why_columns.rungs_of(one)) for one in columns]
    else:
        pages = why_outline.pages(causes, width, ink)
        for number, page in enumerate(pages, start=1):
            later = [row for following in pages[number:] for row in following]
            drawn.append((*why_outline.draw(causes, page, later, width, ink), [row.rung for row in page]))
    return [_picture(causes, one, width, ink, f"{at} of {len(drawn)}") for at, one in enumerate(drawn, start=1)]


def _picture(
    causes: WhyWalk, drawn: tuple[list[Markup], float, Sequence[Rung]], width: float, ink: Look, place: str
) -> Picture:
    marks, height, rungs = drawn
    part = "" if place == "1 of 1" else f" (part {place})"
    count = "1 cause" if len(rungs) == 1 else f"{len(rungs)} causes"
    title = svg.alternative(f"Why ladder{part}, {count}: {causes.focus.statement}")
    text = tuple(line(rung) for rung in rungs)
    return Picture(svg.drawing(width, height, title, *marks, **ink.root), width, height, title, text)
