"""Probability of the top event: exact, and the two bounds beside it (IEC 61025, NUREG-0492).

Exact means over the diagram: the rules "multiply at AND, complement at OR" do not hold once an
event is repeated. Events are independent of each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rca.cut_sets import CutSets, minimal_cut_sets
from rca.diagram import YES
from rca.errors import Malformed
from rca.fault_tree import EventKind, FaultTree
from rca.solution import Solution, solve, unknown_probabilities

_TERMS = 100_000
_SMALL = 1e-18


@dataclass(frozen=True)
class TopProbability:
    """Three figures: for a coherent tree exact <= min_cut_upper_bound <= rare_event."""

    exact: float
    rare_event: float
    min_cut_upper_bound: float


class _Sum:
    zero, one = 0.0, 1.0

    def plus(self, left: float, right: float) -> float:
        return left + right

    def times(self, left: float, right: float) -> float:
        return left * right


class _Greatest(_Sum):
    def plus(self, left: float, right: float) -> float:
        return max(left, right)


def top_probability(tree: FaultTree | Solution) -> TopProbability:
    """Return the exact probability of the top event, and both bounds from the cut sets.

    Raises Malformed naming the events without a probability, TooLarge where the plain engine gives up.

    >>> from rca.fault_tree import Event, Gate, Operator
    >>> tree = FaultTree.build("t", [Gate("t", Operator.OR, ("a", "b"))], [Event("a", 0.5), Event("b", 0.5)])
    >>> found = top_probability(tree)
    >>> found.exact, found.rare_event, round(found.min_cut_upper_bound, 12)
    (0.75, 1.0, 0.75)
    """
    solution = tree if isinstance(tree, Solution) else solve(tree)
    chance = chances(solution.tree)
    sets = minimal_cut_sets(solution)
    return TopProbability(exact(solution, chance), sets.total(chance.__getitem__, _Sum()), upper_bound(sets, chance))


def chances(tree: FaultTree) -> dict[str, float]:
    """Return the probability of each event that can happen. Raises Malformed naming those without one."""
    if missing := unknown_probabilities(tree):
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""  # noqa: PLR2004
        raise Malformed(missing[0], f"no probability was given for {', '.join(missing[:3])}{more}")
    return {e.id: e.probability for e in tree.events if e.kind is not EventKind.HOUSE and e.probability is not None}


def exact(solution: Solution, chance: Mapping[str, float]) -> float:
    """Return the probability of the top event under these probabilities; others than the tree's answer "what if"."""
    return module_values(solution, chance)[-1][-1]


def module_values(solution: Solution, chance: Mapping[str, float]) -> list[list[float]]:
    """Return for each module the probability of each node of its diagram, and that of its root once more at the end."""
    found: list[list[float]] = []
    for module in solution.modules:
        variables = variable_chances(solution, module.diagram.variables, chance, found)
        diagram = module.diagram
        values = [0.0, 1.0]
        for node in range(YES + 1, len(diagram.level)):
            p = variables[diagram.level[node]]
            values.append(p * values[diagram.high[node]] + (1 - p) * values[diagram.low[node]])
        values.append(values[diagram.root])
        found.append(values)
    return found


def variable_chances(
    solution: Solution, variables: Sequence[int], chance: Mapping[str, float], inner: Sequence[Sequence[float]]
) -> list[float]:
    """Return the probability of each variable of a module: an event's own, an inner module's as computed."""
    return [
        chance[event] if (event := solution.event_of(v)) is not None else inner[solution.inner[v]][-1] for v in variables
    ]


def upper_bound(sets: CutSets, chance: Mapping[str, float]) -> float:
    """Return 1 - Π(1 - P(C)) over the cut sets C, without listing them.

    The logarithm of the product is -Σ P(C)^m / m over all m, and each Σ P(C)^m is one pass.
    """
    most = sets.total(chance.__getitem__, _Greatest())
    if most >= 1:
        return 1.0
    total = 0.0
    for m in range(1, _TERMS):
        term = sets.total(lambda event, m=m: chance[event] ** m, _Sum()) / m  # type: ignore[misc]
        total += term
        # each later term is smaller by `most` at least
        if term * most <= _SMALL * (1 - most) * max(total, _SMALL):
            break
    return -math.expm1(-total)
