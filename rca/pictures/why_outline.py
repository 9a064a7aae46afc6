"""The ladder as an indented list of boxes: for causes that branch too much to stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drawing.svg import Markup
from rca.five_whys import Rung, WhyWalk
from rca.pictures.face import Face, draw_face, face, gate_words
from rca.pictures.look import Look
from rca.pictures.why_columns import draw_focus
from rca.vocabulary import Gate

_DEEPEST = 10
"""Rungs below this stand no further to the right, or nothing would be left of their width."""

_TIGHTER = 0.97


@dataclass(frozen=True)
class Row:
    """One rung in the list, at the depth of its number; `gate` are the words above its causes."""

    face: Face
    x: float
    gate: str
    open_gate: bool

    @property
    def rung(self) -> Rung:
        """Its rung."""
        return self.face.rung


def pages(causes: WhyWalk, width: float, look: Look) -> list[list[Row]]:
    """Break the list into as few figures as fit on pages, about equally high, never within a box."""
    rows = [_row(rung, width, look) for rung in causes.rungs()]
    _, top = draw_focus(causes, width, look)
    start = _first(causes, top, look)
    found = _broken(rows, start, look.page, look)
    limit = look.page
    while len(lower := _broken(rows, start, limit * _TIGHTER, look)) == len(found) > 1:
        found, limit = lower, limit * _TIGHTER
    return found


def _broken(rows: Sequence[Row], start: float, limit: float, look: Look) -> list[list[Row]]:
    found: list[list[Row]] = [[]]
    y = start
    for row in rows:
        # The words above the causes of a rung stay with the first of them.
        needed = _height(row, look) + (3 * look.leading if row.gate else 0)
        if found[-1] and y + needed > limit:
            found.append([])
            y = start
        found[-1].append(row)
        y += _height(row, look)
    return found


def draw(
    causes: WhyWalk, page: Sequence[Row], last: Sequence[Row], width: float, look: Look
) -> tuple[list[Markup], float]:
    """Return the marks of one page and its height. `last` are the rows of all later pages."""
    marks, top = draw_focus(causes, width, look)
    marks.append(look.words(look.pad, top + 1.4 * look.leading, _opening(causes, page), "plate-text"))
    y = start = _first(causes, top, look)
    places: dict[str, tuple[float, float]] = {}
    for row in page:
        marks += draw_face(row.face, row.x, y, row.face.height, look)
        places[row.rung.number] = (y, y + row.face.height)
        if row.gate:
            x = row.x + _indent(look) * 0.4 + look.pad
            marks.append(look.words(x, y + row.face.height + 1.15 * look.leading, row.gate, "plate-text"))
        y += _height(row, look)
    end = y - _between(look)
    return [*_rails(causes, page, last, places, ends=(start, end), look=look), *marks], end + 1


def _opening(causes: WhyWalk, page: Sequence[Row]) -> str:
    """Return the words above the first box of a page: how the causes combine, or what they belong to."""
    effect = page[0].rung.number.rpartition(".")[0]
    if not effect:
        return gate_words(causes.gate, len(causes.counted), causes.focus.k)
    told = next(rung.factor.id for rung in causes.rungs() if rung.number == effect)
    return f"continued: why {told} was true"


def _row(rung: Rung, width: float, look: Look) -> Row:
    depth = min(rung.number.count(".") + 1, _DEEPEST)
    x = depth * _indent(look)
    gate = gate_words(rung.gate, len(rung.counted), rung.factor.k) if len(rung.counted) > 1 else ""
    return Row(face(rung, width - x - 1, look), x, gate, open_gate=bool(gate) and rung.gate is Gate.NOT_DECIDED)


def _indent(look: Look) -> float:
    return 2 * look.small


def _between(look: Look) -> float:
    return look.pad


def _first(causes: WhyWalk, top: float, look: Look) -> float:
    return top + (2.1 if causes.causes else 0) * look.leading


def _height(row: Row, look: Look) -> float:
    return row.face.height + (1.6 * look.leading if row.gate else 0) + _between(look)


def _rails(
    causes: WhyWalk,
    page: Sequence[Row],
    later: Sequence[Row],
    places: dict[str, tuple[float, float]],
    *,
    ends: tuple[float, float],
    look: Look,
) -> list[Markup]:
    """Return the lines that lead from each effect down to its causes, also across pages."""
    dashed = {row.rung.number for row in page if row.open_gate}
    if causes.gate is Gate.NOT_DECIDED and len(causes.counted) > 1:
        dashed.add("")
    marks: list[Markup] = []
    coming = {row.rung.number.rpartition(".")[0] for row in later}
    groups: dict[str, list[Row]] = {}
    for row in page:
        groups.setdefault(row.rung.number.rpartition(".")[0], []).append(row)
        if row.rung.causes:
            groups.setdefault(row.rung.number, [])
    for number in {*groups, *(n for n in coming if _on_the_way(n, page))}:
        shown = groups.get(number, [])
        x = min(number.count(".") + 1 if number else 0, _DEEPEST - 1) * _indent(look) + _indent(look) * 0.4
        top = places[number][1] if number in places else ends[0] - 0.5 * look.leading
        middles = [places[row.rung.number][0] + look.leading for row in shown]
        bottom = ends[1] if number in coming else max(middles, default=top)
        role = "link-open" if number in dashed else "link"
        marks.append(look.line("M", x, top, "V", bottom, role=role))
        marks += [look.line("M", x, y, "H", row.x, role=role) for y, row in zip(middles, shown, strict=True)]
    return marks


def _on_the_way(number: str, page: Sequence[Row]) -> bool:
    """Tell whether the rail of an effect told on an earlier page runs past this page."""
    return any(row.rung.number.startswith(f"{number}.") for row in page) if number else True
