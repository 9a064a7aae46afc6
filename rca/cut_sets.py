"""Minimal cut sets: the smallest combinations of events that bring about the top event.

They are counted, ranked and paged inside their diagrams; the list, which may have 10^10 lines, is
never made. Of a tree with NOT or XOR they are *minimal positive parts* (`is_coherent` tells).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TypeVar

from rca.fault_tree import FaultTree
from rca.solution import Solution, solve
from rca.zero_suppressed import NONE, Measure

T = TypeVar("T")

LISTED = 20_000
"""Up to so many sets are listed and sorted whole; of more the best are found without a list."""


class Count:
    """The number of sets."""

    zero, one = 0, 1

    def plus(self, left: int, right: int) -> int:
        return left + right

    def times(self, left: int, right: int) -> int:
        return left * right


class _Orders:
    """Counts by order as polynomials: index = order."""

    zero: tuple[int, ...] = ()
    one: tuple[int, ...] = (1,)

    def plus(self, left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
        long, short = (left, right) if len(left) >= len(right) else (right, left)
        return (*map(sum, zip(long, short, strict=False)), *long[len(short):])

    def times(self, left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
        if left == (0, 1):  # one event, by far the most frequent
            return (0, *right) if right else ()
        if not left or not right:
            return ()
        found = [0] * (len(left) + len(right) - 1)
        for i, one in enumerate(left):
            for j, two in enumerate(right):
                found[i + j] += one * two
        return tuple(found)


class _Best:
    """The cheapest sets: sorted (cost, chain of events), at most `most` of them."""

    zero: tuple[tuple[float, tuple], ...] = ()  # type: ignore[type-arg]  # a chain is a pair of pairs of pairs
    one = ((0.0, ()),)

    def __init__(self, most: int) -> None:
        self.most = most

    def plus(self, left: Sequence, right: Sequence) -> tuple:  # type: ignore[type-arg]
        return tuple(islice(heapq.merge(left, right, key=_cost), self.most))

    def times(self, left: Sequence, right: Sequence) -> tuple:  # type: ignore[type-arg]
        pairs = product(left, right) if len(left) * len(right) <= self.most else _near_pairs(left, right, self.most)
        joined = [(one[0] + two[0], (one[1], two[1])) for one, two in pairs]
        return tuple(heapq.nsmallest(self.most, joined, key=_cost))


@dataclass(frozen=True)
class CutSets:
    """The minimal cut sets of a tree, or those of them that a question kept."""

    solution: Solution
    families: tuple[int, ...]

    @property
    def is_coherent(self) -> bool:
        """Whether they are cut sets in the strict sense."""
        return self.solution.is_coherent

    @property
    def count(self) -> int:
        """How many there are, exactly."""
        return self.total(lambda _: 1, Count())

    def by_order(self) -> dict[int, int]:
        """Return how many there are of each order (number of events), where there are any."""
        found = self.total(lambda _: (0, 1), _Orders())
        return {order: number for order, number in enumerate(found) if number}

    def total(self, weight: Callable[[str], T], measure: Measure[T]) -> T:
        """Return the sum over the sets of the product of the weights of their events, in any semiring."""
        families, solution = self.solution.families, self.solution
        values: list[T] = []
        for module, family in zip(solution.modules, self.families, strict=True):
            weights = []
            for variable in module.diagram.variables:
                event = solution.event_of(variable)
                weights.append(weight(event) if event is not None else values[solution.inner[variable]])
            values.append(families.sum(family, weights, measure))
        return values[-1]

    def containing(self, *events: str) -> CutSets:
        """Return those that hold all of these events; none when one of them makes no difference."""
        found = list(self.families)
        for event in events:
            place = self.solution.places.get(event)
            if place is None:
                return CutSets(self.solution, tuple([NONE] * len(found)))
            while place is not None:
                number, level = place
                found[number] = self.solution.families.with_variable(found[number], level)
                place = self.solution.outer.get(number)
        return CutSets(self.solution, tuple(found))

    def within(self, events: Iterator[str] | Sequence[str] | frozenset[str] | set[str]) -> CutSets:
        """Return those all of whose events are among these."""
        wanted, solution = frozenset(events), self.solution
        found: list[int] = []
        for module, family in zip(solution.modules, self.families, strict=True):
            allowed = [
                event in wanted if (event := solution.event_of(v)) is not None else found[solution.inner[v]] != NONE
                for v in module.diagram.variables
            ]
            found.append(solution.families.within(family, allowed.__getitem__))
        return CutSets(solution, tuple(found))

    def __iter__(self) -> Iterator[frozenset[str]]:
        """Yield each, in the order of the diagrams. There may be very many."""
        return self._of(len(self.families) - 1)

    def _of(self, number: int) -> Iterator[frozenset[str]]:
        solution = self.solution
        variables = solution.modules[number].diagram.variables
        for levels in solution.families.sets(self.families[number]):
            events, parts = [], []
            for level in levels:
                event = solution.event_of(variables[level])
                if event is None:
                    parts.append(solution.inner[variables[level]])
                else:
                    events.append(event)
            yield from _joined(frozenset(events), [self._of(part) for part in parts])

    def page(self, offset: int, limit: int) -> list[frozenset[str]]:
        """Return the sets from `offset` (0 the first): by order, then by name, when they can be sorted."""
        if self.count <= LISTED:
            return self._sorted()[offset : offset + limit]
        return self._best(lambda _: 1.0, offset + limit)[offset:]

    def likeliest(self, limit: int) -> list[tuple[frozenset[str], float]]:
        """Return the most probable sets with their probabilities. Raises KeyError for an event without one."""
        chance = _chances(self.solution.tree)
        found = self._best(lambda event: -math.log(chance[event]) if chance[event] else math.inf, limit)
        told = [(one, math.prod(chance[event] for event in sorted(one))) for one in found]
        return sorted(told, key=lambda pair: (-pair[1], len(pair[0]), sorted(pair[0])))

    def _sorted(self) -> list[frozenset[str]]:
        return sorted(self, key=lambda one: (len(one), sorted(one)))

    def _best(self, cost: Callable[[str], float], limit: int) -> list[frozenset[str]]:
        found = self.total(lambda event: ((cost(event), event),), _Best(limit))
        return [frozenset(_events(chain)) for _, chain in found]


def minimal_cut_sets(tree: FaultTree | Solution) -> CutSets:
    """Return the minimal cut sets of a tree, or of one that was solved before.

    Raises TooLarge where the plain engine gives up.

    >>> from rca.fault_tree import Event, Gate, Operator
    >>> tree = FaultTree.build(
    ...     "t", [Gate("t", Operator.OR, ("a", "g")), Gate("g", Operator.AND, ("b", "c"))],
    ...     [Event("a"), Event("b"), Event("c")],
    ... )
    >>> found = minimal_cut_sets(tree)
    >>> found.count, found.by_order(), [sorted(one) for one in found.page(0, 10)]
    (2, {1: 1, 2: 1}, [['a'], ['b', 'c']])
    """
    solution = tree if isinstance(tree, Solution) else solve(tree)
    return CutSets(solution, solution.minimal)


def _chances(tree: FaultTree) -> Mapping[str, float]:
    return {event.id: event.probability for event in tree.events if event.probability is not None}


def _cost(one: tuple[float, object]) -> float:
    return one[0]


def _near_pairs(left: Sequence, right: Sequence, most: int) -> Iterator[tuple]:  # type: ignore[type-arg]
    """Pairs of two sorted sequences among which the `most` cheapest sums are: pair (i, j) has (i+1)(j+1)-1 before it."""
    for i, one in enumerate(left):
        for two in right[: most // (i + 1) or 1]:
            yield one, two


def _events(chain: tuple | str) -> Iterator[str]:  # type: ignore[type-arg]
    waiting = [chain]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        else:
            waiting.extend(one)


def _joined(events: frozenset[str], parts: list[Iterator[frozenset[str]]]) -> Iterator[frozenset[str]]:
    if not parts:
        yield events
        return
    for chosen in product(*parts):
        yield events.union(*chosen)
