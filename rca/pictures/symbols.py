"""Symbols of fault trees, drawn around (0, 0): NUREG-0492 shapes, or boxes after IEC 60617.

For a tree read from the top: AND has a flat base and a round top, OR a concave base and a pointed
top; a basic event is a circle, an undeveloped one a diamond, a house event a house, a transfer a
triangle, a conditioning event an ellipse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from drawing import svg
from drawing.svg import Markup
from rca.fault_tree import EventKind, Gate, Operator
from rca.pictures.look import Look
from rca.vocabulary import State

Shapes = Literal["nureg", "iec"]

HALF = 20.0
"""Half the width of a symbol at the size of the screen."""

_SIGNS: Mapping[Operator, str] = {
    Operator.AND: "&", Operator.INHIBIT: "&", Operator.NAND: "&", Operator.OR: "≥1", Operator.NOR: "≥1", Operator.XOR: "=1",
    Operator.NOT: "1", Operator.IMPLY: "⇒", Operator.IFF: "=",
}  # fmt: skip
_NEGATED = frozenset({Operator.NAND, Operator.NOR, Operator.NOT, Operator.IFF})

_WORDS: Mapping[Operator, str] = {
    Operator.AND: "all of these", Operator.OR: "any of these", Operator.XOR: "an odd number of these", Operator.NOT: "not this",
    Operator.NAND: "not all of these", Operator.NOR: "none of these", Operator.IMPLY: "the second, or not the first",
    Operator.IFF: "both or neither", Operator.INHIBIT: "these, under the condition",
}  # fmt: skip


def gate_words(gate: Gate) -> str:
    """Return how the inputs of a gate combine, as it stands beside it.

    >>> gate_words(Gate("g", Operator.AT_LEAST, ("a", "b", "c"), 2))
    'any 2 of these 3'
    """
    if len(gate.inputs) == 1 and gate.operator in (Operator.AND, Operator.OR):
        return "because"
    return f"any {gate.k} of these {len(gate.inputs)}" if gate.operator is Operator.AT_LEAST else _WORDS[gate.operator]


def draw_gate(gate: Gate, x: float, y: float, half: float, look: Look, role: str, shapes: Shapes, *, undecided: bool) -> list[Markup]:
    """Draw a gate with its middle at (x, y); an undecided one is a dashed diamond with a question mark."""
    ink = look.ink[role]
    if undecided:
        dashed = {**ink, "stroke_dasharray": "4 3"}
        return [_diamond(x, y, half, dashed), _sign(x, y, "?", half, look)]
    sign = f"{gate.k}/{len(gate.inputs)}" if gate.operator is Operator.AT_LEAST else _SIGNS[gate.operator]
    if shapes == "iec" or gate.operator in (Operator.NOT, Operator.IMPLY, Operator.IFF):
        marks = [svg.element("rect", x=x - half, y=y - half, width=2 * half, height=2 * half, **ink), _sign(x, y, sign, half, look)]
    elif gate.operator in (Operator.AND, Operator.NAND):
        marks = [_and(x, y, half, ink)]
    elif gate.operator is Operator.INHIBIT:
        marks = [_hexagon(x, y, half, ink)]
    else:
        marks = [_or(x, y, half, ink), *([_sign(x, y + half * 0.1, sign, half, look)] if gate.operator in (Operator.AT_LEAST, Operator.XOR) else [])]
    if gate.operator in _NEGATED:
        marks.append(svg.element("circle", cx=x, cy=y - half - 4, r=4, **ink))
    return marks


def draw_event(kind: EventKind, x: float, y: float, half: float, look: Look, role: str, state: State | None) -> list[Markup]:
    """Draw the symbol of an event and, inside it, the mark of its state on the day."""
    return [_EVENTS[kind](x, y, half, look.ink[role]), *(draw_state(state, x, y, half * 0.52, look) if state else [])]


def draw_transfer(x: float, y: float, half: float, look: Look) -> Markup:
    """Draw the triangle that says "told elsewhere"."""
    return svg.path("M", x, y - half * 0.9, "L", x + half, y + half * 0.8, "H", x - half, "Z", **look.ink["symbol"])


def draw_condition(x: float, y: float, width: float, height: float, look: Look, role: str) -> Markup:
    """Draw the ellipse of a conditioning event."""
    return svg.element("ellipse", cx=x, cy=y, rx=width / 2, ry=height / 2, **look.ink[role])


def draw_state(state: State, x: float, y: float, r: float, look: Look) -> list[Markup]:
    """Draw the mark of a state: filled tick, cross, question mark. The word stands beside it."""
    if state is State.OCCURRED:
        tick = svg.path("M", x - r * 0.45, y, "L", x - r * 0.1, y + r * 0.4, "L", x + r * 0.5, y - r * 0.35, **look.ink["happened-tick"])
        return [svg.element("circle", cx=x, cy=y, r=r, **look.ink["happened"]), tick]
    if state is State.DID_NOT:
        a = r * 0.55
        return [svg.path("M", x - a, y - a, "L", x + a, y + a, "M", x + a, y - a, "L", x - a, y + a, **look.ink["did-not"])]
    return [_sign(x, y, "?", r * 2, look)]


def _sign(x: float, y: float, sign: str, half: float, look: Look) -> Markup:
    size = min(look.text, half * 0.75)
    return look.words(x, y + size * 0.36, sign, "plate-text", size, anchor="middle")


def _and(x: float, y: float, half: float, ink: Mapping[str, svg.Value]) -> Markup:
    return svg.path("M", x - half, y + half, "V", y, "A", half, half, 0, 0, 1, x + half, y, "V", y + half, "Z", **ink)


def _or(x: float, y: float, half: float, ink: Mapping[str, svg.Value]) -> Markup:
    return svg.path(
        "M", x - half, y + half, "Q", x - half * 1.05, y - half * 0.3, x, y - half, "Q", x + half * 1.05, y - half * 0.3,
        x + half, y + half, "Q", x, y + half * 0.35, x - half, y + half, "Z", **ink,
    )  # fmt: skip


def _hexagon(x: float, y: float, half: float, ink: Mapping[str, svg.Value]) -> Markup:
    a, b = half, half * 0.55
    return svg.path("M", x, y - a, "L", x + a, y - b, "V", y + b, "L", x, y + a, "L", x - a, y + b, "V", y - b, "Z", **ink)


def _circle(x: float, y: float, half: float, ink: Mapping[str, svg.Value]) -> Markup:
    return svg.element("circle", cx=x, cy=y, r=half, **ink)


def _diamond(x: float, y: float, half: float, ink: Mapping[str, svg.Value]) -> Markup:
    return svg.path("M", x, y - half, "L", x + half * 1.25, y, "L", x, y + half, "L", x - half * 1.25, y, "Z", **ink)


def _house(x: float, y: float, half: float, ink: Mapping[str, svg.Value]) -> Markup:
    return svg.path("M", x, y - half, "L", x + half, y - half * 0.3, "V", y + half, "H", x - half, "V", y - half * 0.3, "Z", **ink)


_EVENTS: Mapping[EventKind, Callable[[float, float, float, Mapping[str, svg.Value]], Markup]] = {
    EventKind.BASIC: _circle, EventKind.UNDEVELOPED: _diamond, EventKind.HOUSE: _house,
}  # fmt: skip
