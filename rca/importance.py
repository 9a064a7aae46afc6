"""Importance of each event for the top event: Birnbaum, criticality, Fussell-Vesely, RAW, RRW.

Formulas (Q the probability of the top event, q that of the event; NUREG-0492, IEC 61025):
Birnbaum `Q(q=1) - Q(q=0)` · criticality `Birnbaum * q / Q` · Fussell-Vesely `P(union of the minimal
cut sets that hold the event) / Q` · risk achievement worth `Q(q=1) / Q` · risk reduction worth
`Q / Q(q=0)`. All by exact probabilities; of a tree with NOT or XOR they can be negative or below 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rca.diagram import NO, YES, Builder
from rca.errors import TooLarge
from rca.fault_tree import FaultTree
from rca.probability import chances, module_values, variable_chances
from rca.solution import Module, Solution, solve
from rca.zero_suppressed import NONE, UNIT, Families, deep

MOST = 3_000_000
"""Nodes of the diagrams of one module's unions, beyond which Fussell-Vesely is left open."""


@dataclass(frozen=True)
class Importance:
    """One event's row. `fussell_vesely` is None where the union of its cut sets was too large to work out.

    Ratios to a top event that cannot happen (Q = 0) are nan; `rrw` is inf where the event alone
    keeps the top event possible.
    """

    event: str
    probability: float
    birnbaum: float
    criticality: float
    fussell_vesely: float | None
    raw: float
    rrw: float


def importance(tree: FaultTree | Solution, tick: Callable[[], None] = lambda: None) -> list[Importance]:
    """Return a row for each event below the top, the most critical first, then by name.

    Raises Malformed naming events without a probability, TooLarge where the plain engine gives up.

    >>> from rca.fault_tree import Event, Gate, Operator
    >>> tree = FaultTree.build("t", [Gate("t", Operator.AND, ("a", "b"))], [Event("a", 0.5), Event("b", 0.25)])
    >>> importance(tree)[0]
    Importance(event='a', probability=0.5, birnbaum=0.25, criticality=1.0, fussell_vesely=1.0, raw=2.0, rrw=inf)
    """
    solution = tree if isinstance(tree, Solution) else solve(tree)
    chance = chances(solution.tree)
    values = module_values(solution, chance)
    top = values[-1][-1]
    slopes = _birnbaum(solution, chance, values)
    unions = _Unions(solution, chance, values, tick)
    below = set(solution.tree.below())
    rows = [
        _row(event, q, slopes.get(event, 0.0), top, unions.of(event))
        for event, q in chance.items() if event in below
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.criticality if row.criticality == row.criticality else 0.0, row.event))


def _row(event: str, q: float, slope: float, top: float, union: float | None) -> Importance:
    with_it, without = top + slope * (1 - q), top - slope * q
    ratio = math.nan
    return Importance(
        event=event,
        probability=q,
        birnbaum=slope,
        criticality=slope * q / top if top else ratio,
        fussell_vesely=None if union is None else union / top if top else ratio,
        raw=with_it / top if top else ratio,
        rrw=(top / without if without > top * 1e-15 else math.inf) if top else ratio,
    )


def _birnbaum(solution: Solution, chance: Mapping[str, float], values: Sequence[Sequence[float]]) -> dict[str, float]:
    """The derivative of Q by each q: one pass down each diagram; a part's slope times that of its module."""
    found: dict[str, float] = {}
    outer = [1.0] * len(solution.modules)
    for number in range(len(solution.modules) - 1, -1, -1):
        module = solution.modules[number]
        slopes = _slopes(module, variable_chances(solution, module.diagram.variables, chance, values), values[number])
        for variable, slope in zip(module.diagram.variables, slopes, strict=True):
            event = solution.event_of(variable)
            if event is not None:
                found[event] = slope * outer[number]
            else:
                outer[solution.inner[variable]] = slope * outer[number]
    return found


def _slopes(module: Module, chance: Sequence[float], values: Sequence[float]) -> list[float]:
    """The derivative of a module's probability by that of each of its variables."""
    diagram = module.diagram
    reach = [0.0] * len(diagram.level)
    reach[diagram.root] = 1.0
    found = [0.0] * len(diagram.variables)
    for node in range(len(diagram.level) - 1, YES, -1):
        here, level = reach[node], diagram.level[node]
        low, high = diagram.low[node], diagram.high[node]
        found[level] += here * (values[high] - values[low])
        reach[high] += here * chance[level]
        reach[low] += here * (1 - chance[level])
    return found


class _Unions:
    """P(union of the minimal cut sets that hold an event), exactly: the diagram of that union, module by module."""

    def __init__(
        self, solution: Solution, chance: Mapping[str, float], values: Sequence[Sequence[float]], tick: Callable[[], None]
    ) -> None:
        self.solution, self.tick = solution, tick
        self.chance = [variable_chances(solution, m.diagram.variables, chance, values) for m in solution.modules]
        self._grown: dict[int, _Union] = {}
        self._is_over = False

    def of(self, event: str) -> float | None:
        """Return the probability, None once it became too large."""
        place = self.solution.places.get(event)
        if place is None:
            return 0.0
        if self._is_over:
            return None
        try:
            return self._within(place)
        except TooLarge:
            self._is_over = True
            return None

    def _within(self, place: tuple[int, int] | None) -> float:
        value: float | None = None
        while place is not None:
            number, level = place
            family = self.solution.families.with_variable(self.solution.minimal[number], level)
            union = self._union(number)
            value = union.probability(family, self.tick, None if value is None else (level, value))
            place = self.solution.outer.get(number)
        return value or 0.0

    def _union(self, number: int) -> _Union:
        if number not in self._grown:
            variables = self.solution.modules[number].diagram.variables
            self._grown[number] = _Union(self.solution.families, variables, self.chance[number])
        return self._grown[number]


class _Union:
    """Unions of cut sets of one module: diagrams that share their nodes, and the probability of each node."""

    def __init__(self, families: Families, variables: Sequence[int], chance: Sequence[float]) -> None:
        self.families, self.chance = families, chance
        self.builder = Builder(variables, MOST)
        self.leaves = [self.builder.leaves()[variable] for variable in variables]
        self.grown = {NONE: NO, UNIT: YES}
        self.values = [0.0, 1.0]

    def probability(self, family: int, tick: Callable[[], None], other: tuple[int, float] | None) -> float:
        """Return P(one of the sets is there in whole); `other` is a level with another probability than usual."""
        with deep(4 * len(self.leaves)):
            root = self._grow(family, tick)
        if other is None:
            self._value(self.values, self.chance)
            return self.values[root]
        chance = list(self.chance)
        chance[other[0]] = other[1]
        values = [0.0, 1.0]
        self._value(values, chance)
        return values[root]

    def _grow(self, family: int, tick: Callable[[], None]) -> int:
        families, builder, grown = self.families, self.builder, self.grown
        for node in families.below(family):
            if node not in grown:
                tick()
                low = grown[families.low[node]]
                high = builder.either(grown[families.high[node]], low)
                grown[node] = builder.choice(self.leaves[families.level[node]], high, low)
        return grown[family]

    def _value(self, values: list[float], chance: Sequence[float]) -> None:
        """Bring the values up to the newest node; a node is newer than its branches."""
        builder = self.builder
        for node in range(len(values), len(builder.level)):
            p = chance[builder.level[node]]
            values.append(p * values[builder.high[node]] + (1 - p) * values[builder.low[node]])
