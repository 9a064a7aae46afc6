"""The fault tree as a picture: event boxes, gates and leaf symbols, the top event first.

Every gate is told once; where it is met again stands a box with a transfer triangle. Beyond 150
boxes the lower branches are collapsed into "n more below", and the list tells all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from drawing import svg
from drawing.place import MAX_BOXES, Spacing, place
from drawing.placement import Placement, Rectangle
from drawing.svg import Markup, Picture
from drawing.text import measure, shorten, wrap
from rca.causal_graph import CausalGraph
from rca.fault_tree import Event, EventKind, FaultTree, Gate, Operator, of
from rca.occurrence import Day
from rca.pictures import symbols
from rca.pictures.look import Look, Style, look
from rca.pictures.symbols import HALF, Shapes
from rca.vocabulary import Gate as Combination
from rca.vocabulary import State, plain

Direction = Literal["down", "right"]

LINES = 3
"""Lines of a box; what is longer ends in an ellipsis and stands whole in the list."""

MOST_TOLD = 2_000

EDGE = 4.0
"""Free room around a drawing."""

_TRIED: tuple[tuple[Direction, float], ...] = (("down", 1.0), ("down", 0.88), ("right", 1.0))
"""How a tree on paper is tried to fit: direction, and how wide its boxes are."""

_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Reading:
    """What is known beside the tree: states of events, which items were there, which gates nobody has decided."""

    states: Mapping[str, State] = field(default_factory=dict)
    there: frozenset[str] = frozenset()
    undecided: frozenset[str] = frozenset()


@dataclass
class _Spot:
    """One box of the picture: the item, what hangs below it, and what stands in for what is not drawn."""

    name: str
    item: str
    depth: int
    below: list[str] = field(default_factory=list)
    note: str = ""
    is_condition: bool = False


def of_graph(graph: CausalGraph, style: Style = "paper", shapes: Shapes = "nureg", direction: Direction = "down") -> Picture | None:
    """Draw the fault tree of an analysis; None while the focus has no cause. Undecided gates are drawn as such."""
    if not graph.causes_of(graph.focus.id):
        return None
    return draw(of(graph, undecided=Combination.ALL), _reading(graph), style, shapes, direction)


def draw(
    tree: FaultTree, reading: Reading = Reading(), style: Style = "paper", shapes: Shapes = "nureg", direction: Direction = "down"
) -> Picture:
    """Draw a tree. `text` is the nested list with everything that the picture says, and what it had no room for."""
    return _Sheet(tree, reading, look(style), shapes, direction).picture()


def pages(graph: CausalGraph, width: float, height: float, shapes: Shapes = "nureg") -> list[Picture]:
    """Draw the fault tree of an analysis on paper as figures of at most this size; none while the focus has no cause.

    A tree that is wider or higher is cut at gates: the branch becomes a drawing of its own, and a
    transfer triangle with its number stands in its place. A gate with more inputs than a row holds
    is drawn from left to right.
    """
    if not graph.causes_of(graph.focus.id):
        return []
    whole, reading = of(graph, undecided=Combination.ALL), _reading(graph)
    waiting = [whole.top]
    cuts: dict[str, str] = {}
    found: list[tuple[str, _Sheet]] = []
    while waiting:
        root = waiting.pop(0)
        sheet, cut = _fitting(_rooted(whole, root), reading, shapes, (width, height), cuts, len(found) + len(waiting) + 2)
        found.append((root, sheet))
        cuts.update(cut)
        waiting += [item for item in cut if item not in {name for name, _ in found}]
    return [sheet.picture() for _, sheet in found]


def _fitting(
    tree: FaultTree, reading: Reading, shapes: Shapes, room: tuple[float, float], known: Mapping[str, str], number: int
) -> tuple[_Sheet, dict[str, str]]:
    """The drawing of one root with as few branches cut as make it fit, and the note of each branch newly cut."""
    cut: dict[str, str] = {}
    while True:
        notes = {**known, **cut}
        for direction, scale in _TRIED:
            sheet = _Sheet(tree, reading, look("paper"), shapes, direction, notes, scale)
            width, height = sheet.size
            if width <= room[0] and height <= room[1]:
                return sheet, cut
        heaviest = _heaviest(tree, set(notes))
        if heaviest is None:
            return _Sheet(tree, reading, look("paper"), shapes, "right", notes), cut
        cut[heaviest] = f"drawing {number + len(cut)}"


def _heaviest(tree: FaultTree, cut: set[str]) -> str | None:
    """The gate below the top with most below it, of those not cut yet and not inside a branch that is."""
    reached, waiting = [], [tree.top]
    while waiting:
        gate = tree.gate(waiting.pop())
        for item in gate.inputs if gate else ():
            if tree.gate(item) is not None and item not in cut and item not in reached:
                reached.append(item)
                waiting.append(item)
    return max(reached, key=lambda item: len(tree.below(item)), default=None)


def _rooted(tree: FaultTree, root: str) -> FaultTree:
    return tree if root == tree.top else FaultTree.build(root, tree.gates, tree.events, tree.label(root))


def _reading(graph: CausalGraph) -> Reading:
    day = Day(graph)
    held = day.least.states({f.id for f in graph.factors if f.state is State.OCCURRED})
    return Reading(
        states={f.id: f.state for f in graph.factors},
        there=frozenset(item for item, is_there in held.items() if is_there),
        undecided=frozenset(day.undecided),
    )


class _Sheet:
    def __init__(
        self, tree: FaultTree, reading: Reading, ink: Look, shapes: Shapes, direction: Direction, cut: Mapping[str, str] = _NOTHING,
        scale: float = 1.0,
    ) -> None:
        self.tree, self.reading, self.look, self.shapes = tree, reading, ink, shapes
        self.down = direction == "down"
        self.width = 148.0 * ink.text / 13 * scale
        self.half = HALF * ink.text / 13
        self.drop = self.half * 2 + ink.gap * (0.6 if self.down else 1.8)
        self.spots = _spots(tree, cut)
        self.repeats = Counter(spot.item for spot in self.spots.values())
        self.lines = {name: self._lines(spot.item) for name, spot in self.spots.items()}
        rows: dict[int, int] = {}
        for name, spot in self.spots.items():
            rows[spot.depth] = max(rows.get(spot.depth, 1), len(self.lines[name]))
        # Boxes of one row are equally high, so that gates and wires of a row stand in line.
        most = max(rows.values())
        self.rows = rows if self.down else dict.fromkeys(rows, most)

    @property
    def edges(self) -> list[tuple[str, str]]:
        """Each box and one below it."""
        return [(name, inner) for name, spot in self.spots.items() for inner in spot.below]

    @cached_property
    def placed(self) -> Placement:
        """Where the boxes stand, from (0, 0)."""
        sizes = {name: self._size(spot) for name, spot in self.spots.items()}
        gap = Spacing(self.look.gap * 0.75, self.look.gap * (1.25 if self.down else 2.5))
        return place(sizes, self.edges, "tree", "down" if self.down else "right", gap)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the picture."""
        right = max(self._reach(name, box) for name, box in self.placed.boxes.items())
        return max(self.placed.width, right) + 2 * EDGE, self.placed.height + 2 * EDGE

    def picture(self) -> Picture:
        """Draw it."""
        edges = self.edges
        boxes = {n: Rectangle(b.x + EDGE, b.y + EDGE, b.width, b.height) for n, b in self.placed.boxes.items()}
        width, height = self.size
        wires = sorted((self._wire(name, inner, boxes) for name, inner in edges), key=lambda pair: pair[0])
        marks = [wire for _, wire in wires]
        for name in self.spots:
            marks += self._spot(name, boxes[name])
        events = sum(self.tree.event(i) is not None for i in self.tree.below())
        title = svg.alternative(f"Fault tree, {events} events: {self.tree.label(self.tree.top)}")
        return Picture(svg.drawing(width, height, title, *marks, **self.look.root), width, height, title, outline(self.tree, self.reading))

    def _lines(self, item: str) -> list[str]:
        width = self._width(item) - 1.6 * self.look.pad
        lines = wrap(self.tree.label(item), width, self.look.text)
        return lines if len(lines) <= LINES else [*lines[: LINES - 1], shorten(" ".join(lines[LINES - 1 :]), width, self.look.text)]

    def _width(self, item: str) -> float:
        """The top event has the most to say."""
        return self.width * (1.65 if item == self.tree.top else 1)

    def _box_height(self, depth: int) -> float:
        return self.rows[depth] * self.look.leading + 1.8 * self.look.pad

    def _size(self, spot: _Spot) -> tuple[float, float]:
        box = self._box_height(spot.depth)
        if self.down:
            return self._width(spot.item), box + self.drop
        return self._width(spot.item) + self.drop + self._room_beside(spot), max(box, self.half * 2 + 2.4 * self.look.leading)

    def _symbol(self, name: str, box: Rectangle) -> tuple[float, float]:
        """The middle of the gate or leaf symbol."""
        if self.down:
            return box.middle[0], box.bottom - self.half
        return box.x + self._width(self.spots[name].item) + self.drop - self.half, box.middle[1]

    def _room_beside(self, spot: _Spot) -> float:
        """What the words beside a leaf need when the next row stands to the right of it."""
        return 0.0 if spot.below else self.half * 0.3 + 6 + self._said(spot)

    def _said(self, spot: _Spot) -> float:
        return max(measure(word, self.look.small, bold=True) for word in self._beside(spot))

    def _event_box(self, name: str, box: Rectangle) -> Rectangle:
        height = self._box_height(self.spots[name].depth)
        return Rectangle(box.x, box.y if self.down else box.middle[1] - height / 2, self._width(self.spots[name].item), height)

    def _beside(self, spot: _Spot) -> tuple[str, str]:
        """What stands beside the symbol: a strong word and a plain one."""
        gate, event = self.tree.gate(spot.item), self.tree.event(spot.item)
        if spot.note:
            return spot.item if event is None else "", spot.note
        if gate is not None:
            joined = "not decided" if gate.id in self.reading.undecided else symbols.gate_words(gate)
            return "", f"{joined} (the condition)" if spot.is_condition else joined
        state = self.reading.states.get(spot.item)
        times = self.repeats.get(spot.item, 1)
        named = spot.item if times == 1 else f"{spot.item} ×{times}"
        said = plain(state) if state else _house_words(event) if event else ""
        return named, f"{said}, condition".removeprefix(", ") if spot.is_condition else said

    def _reach(self, name: str, box: Rectangle) -> float:
        if not self.down:
            return box.right
        return max(box.right, box.middle[0] + self.half * 1.3 + 6 + self._said(self.spots[name]))

    def _wire(self, name: str, inner: str, boxes: Mapping[str, Rectangle]) -> tuple[bool, Markup]:
        x, y = self._symbol(name, boxes[name])
        to = self._event_box(inner, boxes[inner])
        is_hot = {self.spots[name].item, self.spots[inner].item} <= self.reading.there
        role = "wire-hot" if is_hot else "wire"
        if self.down:
            half_way = (y + self.half + to.y) / 2
            return is_hot, self.look.line("M", x, y + self.half * 0.7, "V", half_way, "H", to.middle[0], "V", to.y, role=role)
        half_way = (x + self.half + to.x) / 2
        return is_hot, self.look.line("M", x + self.half * 0.7, y, "H", half_way, "V", to.middle[1], "H", to.x, role=role)

    def _spot(self, name: str, placed: Rectangle) -> list[Markup]:
        spot, ink = self.spots[name], self.look
        hot = "-hot" if spot.item in self.reading.there else ""
        box = self._event_box(name, placed)
        x, y = self._symbol(name, placed)
        stem = ("M", x, box.bottom, "V", y) if self.down else ("M", box.right, y, "H", x)
        marks = [ink.line(*stem, role=f"wire{hot}"), ink.box(box.x, box.y, box.width, box.height, f"event{hot}")]
        top = box.middle[1] - len(self.lines[name]) * ink.leading / 2
        marks += [
            ink.words(box.middle[0], top + ink.leading * (row + 0.76), line, "say", anchor="middle")
            for row, line in enumerate(self.lines[name])
        ]
        return marks + self._draw_symbol(spot, x, y, hot) + self._say_beside(spot, x, y)

    def _is_narrow(self, spot: _Spot) -> bool:
        """Whether the symbol is a gate, narrower than a diamond or a triangle."""
        return self.tree.gate(spot.item) is not None and not spot.note and spot.item not in self.reading.undecided

    def _draw_symbol(self, spot: _Spot, x: float, y: float, hot: str) -> list[Markup]:
        gate, event = self.tree.gate(spot.item), self.tree.event(spot.item)
        role = f"symbol{hot}"
        if spot.note:
            return [symbols.draw_transfer(x, y, self.half, self.look)]
        if gate is not None:
            undecided = gate.id in self.reading.undecided
            marks = symbols.draw_gate(gate, x, y, self.half, self.look, role, self.shapes, undecided=undecided)
            turned = not self.down and self.shapes == "nureg" and not undecided
            return [svg.group(*marks, transform=f"rotate(-90 {svg.number(x)} {svg.number(y)})")] if turned else marks
        if spot.is_condition:
            state = self.reading.states.get(spot.item)
            oval = symbols.draw_condition(x, y, self.half * 2.5, self.half * 1.6, self.look, role)
            return [oval, *(symbols.draw_state(state, x, y, self.half * 0.52, self.look) if state else [])]
        kind = event.kind if event is not None else EventKind.UNDEVELOPED
        return symbols.draw_event(kind, x, y, self.half, self.look, role, self.reading.states.get(spot.item))

    def _say_beside(self, spot: _Spot, x: float, y: float) -> list[Markup]:
        ink = self.look
        strong, said = self._beside(spot)
        if not self.down and spot.below:
            return [ink.words(x, y - self.half - ink.small * 0.5, said, "because", ink.small, anchor="middle")]
        left = x + self.half * (1.0 if self._is_narrow(spot) else 1.3) + 6
        if not strong:
            return [ink.words(left, y + ink.small * 0.36, said, "about", ink.small)]
        marks = [ink.words(left, y - ink.small * 0.2, shorten(strong, self.width, ink.small, bold=True), "id", ink.small)]
        return [*marks, ink.words(left, y + ink.small * 1.0, said, "about", ink.small)] if said else marks


def _is_condition(gate: Gate, number: int) -> bool:
    """Whether this input, counted from 0, is the condition of an inhibit gate: its last one."""
    return gate.operator is Operator.INHIBIT and number == len(gate.inputs) - 1


def _spots(tree: FaultTree, cut: Mapping[str, str]) -> dict[str, _Spot]:
    """The boxes, row by row from the top: each item in full once, then as a reference; collapsed where there are too many."""
    spots = {"0": _Spot("0", tree.top, 0)}
    told = {tree.top}
    waiting = ["0"]
    while waiting:
        following: list[str] = []
        for name in waiting:
            spot = spots[name]
            gate = tree.gate(spot.item)
            if gate is None or spot.note:
                continue
            if len(spots) + len(gate.inputs) > MAX_BOXES:
                count = len(tree.below(spot.item)) - 1
                spot.note = f"{count} more below"
                continue
            for number, item in enumerate(gate.inputs):
                inner = _Spot(f"{name}.{number}", item, spot.depth + 1, is_condition=_is_condition(gate, number))
                if item in cut:
                    inner.note = cut[item]
                elif item in told and tree.gate(item) is not None:
                    inner.note = "told elsewhere"
                told.add(item)
                spots[inner.name] = inner
                spot.below.append(inner.name)
                following.append(inner.name)
        waiting = following
    return spots


def outline(tree: FaultTree, reading: Reading = Reading()) -> tuple[str, ...]:
    """Return the tree as lines of a nested numbered list; at most 2,000, the last then says how many are missing.

    >>> from rca.fault_tree import Gate, Operator
    >>> tree = FaultTree.build("t", [Gate("t", Operator.OR, ("a", "b"), label="Pump stopped")], [Event("a", 0.1, label="No power"), Event("b")])
    >>> outline(tree)
    ('0 Pump stopped, any of these:', '1 No power (a; probability 0.1).', '2 b (b).')
    """
    lines: list[str] = []
    told: dict[str, str] = {}
    waiting = [(tree.top, "", False)]
    while waiting and len(lines) < MOST_TOLD:
        item, number, is_condition = waiting.pop()
        gate, event = tree.gate(item), tree.event(item)
        label, at = tree.label(item).rstrip("."), number or "0"
        label = f"Under the condition: {label}" if is_condition else label
        if gate is not None and item in told:
            lines.append(f"{at} {label} ({item}; told at {told[item]}).")
        elif gate is not None:
            told[item] = at
            how = "not decided how these combine" if item in reading.undecided else symbols.gate_words(gate)
            lines.append(f"{at} {label}, {how}:")
            inner = [
                (one, f"{number}.{place}" if number else f"{place}", _is_condition(gate, place - 1))
                for place, one in enumerate(gate.inputs, start=1)
            ]
            waiting.extend(reversed(inner))
        elif event is not None:
            lines.append(f"{at} {label} ({'; '.join(_facts(event, reading))}).")
    return (*lines, *([f"… and {len(waiting)} more branches"] if waiting else []))


def _facts(event: Event, reading: Reading) -> list[str]:
    state = reading.states.get(event.id)
    kind = "" if event.kind is not EventKind.HOUSE else _house_words(event)
    chance = "" if event.probability is None else f"probability {event.probability:g}"
    return [event.id, *(word for word in (plain(state) if state else "", kind, chance) if word)]


def _house_words(event: Event) -> str:
    return {True: "set true", False: "set false", None: ""}[event.value]
