"""Families of sets as zero-suppressed diagrams (Minato 1993): millions of cut sets in thousands of nodes.

Node 0 is the empty family, node 1 the family of the empty set. Node i holds the sets of
`high[i]`, each with the variable of its level, and the sets of `low[i]`. Variables are levels;
`rca.cut_sets` knows what they stand for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

from rca.diagram import YES, Diagram
from rca.errors import TooLarge

NONE, UNIT = 0, 1
_END = 1 << 60

T = TypeVar("T")


class Measure(Protocol[T]):
    """A commutative semiring over which a family is summed: `zero` for no set, `one` for the empty set."""

    zero: T
    one: T

    def plus(self, left: T, right: T) -> T:
        """Return the sum: the sets of one family beside those of another."""

    def times(self, left: T, right: T) -> T:
        """Return the product: each set of one joined with each of the other."""


class Families:
    """The nodes of many families that share their parts. Raises TooLarge beyond `most` nodes."""

    def __init__(self, most: int = 3_000_000, tick: Callable[[], None] = lambda: None) -> None:
        self.level, self.low, self.high = [_END, _END], [NONE, UNIT], [NONE, UNIT]
        self.most, self.tick = most, tick
        self._node: dict[tuple[int, int, int], int] = {}
        self._without: dict[tuple[int, int], int] = {}

    def make(self, level: int, low: int, high: int) -> int:
        """Return the node; none is needed where no set has the variable."""
        if high == NONE:
            return low
        key = (level, low, high)
        found = self._node.get(key)
        if found is None:
            found = self._node[key] = len(self.level)
            if found > self.most:
                raise TooLarge("nodes of the cut sets", found, self.most)
            if not found & 0xFFF:
                self.tick()
            self.level.append(level)
            self.low.append(low)
            self.high.append(high)
        return found

    def minimal_solutions(self, diagram: Diagram) -> int:
        """Return the minimal sets of variables that make the function true (Rauzy 1993).

        For a function with negations these are minimal positive parts, not prime implicants.
        """
        with deep(4 * len(diagram.variables)):
            found = [NONE, UNIT]
            for node in range(YES + 1, len(diagram.level)):
                low = found[diagram.low[node]]
                high = self.without_supersets(found[diagram.high[node]], low)
                found.append(self.make(diagram.level[node], low, high))
        return found[diagram.root]

    def without_supersets(self, family: int, of: int) -> int:
        """Return the sets of `family` that hold no set of `of`. Both are minimal families."""
        if family == NONE or of in (UNIT, family):
            return NONE
        if of == NONE or family == UNIT:
            return family
        key = (family, of)
        found = self._without.get(key)
        if found is None:
            level, low, high = self.level, self.low, self.high
            one, two = level[family], level[of]
            if one < two:
                found = self.make(one, self.without_supersets(low[family], of), self.without_supersets(high[family], of))
            elif one > two:
                found = self.without_supersets(family, low[of])
            else:
                above = self.without_supersets(self.without_supersets(high[family], high[of]), low[of])
                found = self.make(one, self.without_supersets(low[family], low[of]), above)
            self._without[key] = found
        return found

    def with_variable(self, family: int, wanted: int) -> int:
        """Return the sets that hold a variable."""
        found: dict[int, int] = {}
        for node in self.below(family):
            at = self.level[node]
            if at > wanted:
                found[node] = NONE
            elif at == wanted:
                found[node] = self.make(wanted, NONE, self.high[node])
            else:
                found[node] = self.make(at, found[self.low[node]], found[self.high[node]])
        return found[family]

    def within(self, family: int, allowed: Callable[[int], bool]) -> int:
        """Return the sets all of whose variables are allowed."""
        found: dict[int, int] = {}
        for node in self.below(family):
            if node <= UNIT:
                found[node] = node
            else:
                high = found[self.high[node]] if allowed(self.level[node]) else NONE
                found[node] = self.make(self.level[node], found[self.low[node]], high)
        return found[family]

    def sum(self, family: int, weights: Sequence[T], measure: Measure[T]) -> T:
        """Return the sum over the sets of the product of the weights of their variables (by level)."""
        held: dict[int, T] = {NONE: measure.zero, UNIT: measure.one}
        for node in self.below(family):
            if node > UNIT:
                high = measure.times(weights[self.level[node]], held[self.high[node]])
                held[node] = measure.plus(held[self.low[node]], high)
        return held[family]

    def below(self, family: int) -> list[int]:
        """Return the nodes of a family, ends included, each after its branches: a node is always newer than they."""
        seen, waiting = {family, NONE, UNIT}, [family]
        while waiting:
            node = waiting.pop()
            for branch in (self.low[node], self.high[node]):
                if branch not in seen:
                    seen.add(branch)
                    waiting.append(branch)
        return sorted(seen)

    def sets(self, family: int) -> Iterator[tuple[int, ...]]:
        """Yield the sets as levels, depth first."""
        waiting: list[tuple[int, tuple[int, ...]]] = [(family, ())]
        while waiting:
            node, taken = waiting.pop()
            if node == UNIT:
                yield taken
            elif node != NONE:
                waiting.append((self.low[node], taken))
                waiting.append((self.high[node], (*taken, self.level[node])))


@contextmanager
def deep(levels: int) -> Iterator[None]:
    """Let Python call itself as deep as a diagram has levels. Frames of Python code take no C stack since 3.11."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, levels + 1_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
