"""Minimal cut sets up to an order: the answer that is left when the whole one is too large.

Bottom up through the gates, every family kept minimal and cut at the order. Exact for the orders
it gives, and only for coherent trees: with NOT or XOR a set cut off could have been needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rca.circuit import AND, AT_LEAST, CONSTANT, EVENT, FALSE, Circuit, circuit, reachable
from rca.closing import NotCoherent
from rca.cut_sets import Count
from rca.diagram import leaves_of
from rca.errors import TooLarge
from rca.fault_tree import FaultTree
from rca.zero_suppressed import NONE, UNIT, Families, deep

MOST = 3_000_000


def cut_sets_up_to(tree: FaultTree, order: int, tick: Callable[[], None] = lambda: None) -> list[frozenset[str]]:
    """Return all minimal cut sets of at most `order` events, by order, then by name.

    Raises NotCoherent, and TooLarge beyond three million nodes or 200,000 sets.

    >>> from rca.fault_tree import Event, Gate, Operator
    >>> tree = FaultTree.build(
    ...     "t", [Gate("t", Operator.OR, ("a", "g")), Gate("g", Operator.AND, ("b", "c"))],
    ...     [Event("a"), Event("b"), Event("c")],
    ... )
    >>> [sorted(one) for one in cut_sets_up_to(tree, 1)], len(cut_sets_up_to(tree, 2))
    ([['a']], 2)
    """
    made = circuit(tree)
    if not made.is_coherent:
        raise NotCoherent
    if made.top == FALSE:
        return []
    work = _Work(made, tick)
    with deep(4 * len(work.variables)):
        family = work.family(order)
    count = work.families.sum(family, [1] * len(work.variables), Count())
    if count > LISTED:
        raise TooLarge("combinations", count, LISTED)
    found = (frozenset(made.nodes[work.variables[level]].event for level in one) for one in work.families.sets(family))
    return sorted(found, key=lambda one: (len(one), sorted(one)))


LISTED = 200_000


class _Work:
    """Families over the events of one circuit."""

    def __init__(self, made: Circuit, tick: Callable[[], None]) -> None:
        self.made, self.tick = made, tick
        self.variables = leaves_of(made, made.top, frozenset())
        self.families = Families(MOST, tick)
        self._unions: dict[tuple[int, int], int] = {}
        self._products: dict[tuple[int, int, int], int] = {}

    def family(self, order: int) -> int:
        """Return the family of the top, cut at the order."""
        level = {variable: at for at, variable in enumerate(self.variables)}
        held: dict[int, int] = {}
        for number in reachable(self.made.nodes, self.made.top):
            self.tick()
            node = self.made.nodes[number]
            inputs = [held[one] for one in node.inputs]
            if node.kind == CONSTANT:
                held[number] = UNIT
            elif node.kind == EVENT:
                held[number] = self.families.make(level[number], NONE, UNIT) if order else NONE
            elif node.kind == AT_LEAST:
                held[number] = self._voting(inputs, node.k, order)
            else:
                held[number] = self._joined(node.kind, inputs, order)
        return held[self.made.top]

    def _joined(self, kind: str, inputs: Sequence[int], order: int) -> int:
        found = inputs[-1]
        for one in inputs[-2::-1]:
            found = self.product(one, found, order) if kind == AND else self.union(one, found)
        return found

    def _voting(self, inputs: Sequence[int], k: int, order: int) -> int:
        row = [UNIT] + [NONE] * k
        for one in reversed(inputs):
            row = [UNIT, *(self.union(row[j], self.product(one, row[j - 1], order)) for j in range(1, k + 1))]
        return row[k]

    def union(self, one: int, two: int) -> int:
        """Return the minimal sets of both."""
        if two in (one, NONE):
            return one
        if one == NONE:
            return two
        if UNIT in (one, two):
            return UNIT
        key = (one, two) if one < two else (two, one)
        found = self._unions.get(key)
        if found is None:
            families = self.families
            at = min(families.level[one], families.level[two])
            (low1, high1), (low2, high2) = self._parts(one, at), self._parts(two, at)
            low = self.union(low1, low2)
            high = families.without_supersets(self.union(high1, high2), low)
            found = self._unions[key] = families.make(at, low, high)
        return found

    def product(self, one: int, two: int, order: int) -> int:
        """Return the minimal joins of a set of each, of at most `order` events."""
        if NONE in (one, two) or order < 0:
            return NONE
        if one == two == UNIT:
            return UNIT
        if order == 0:
            return NONE
        key = (one, two, order) if one < two else (two, one, order)
        found = self._products.get(key)
        if found is None:
            families = self.families
            at = min(families.level[one], families.level[two])
            (low1, high1), (low2, high2) = self._parts(one, at), self._parts(two, at)
            low = self.product(low1, low2, order)
            mixed = self.union(self.product(high1, low2, order - 1), self.product(low1, high2, order - 1))
            both = self.union(mixed, self.product(high1, high2, order - 1))
            found = self._products[key] = families.make(at, low, families.without_supersets(both, low))
        return found

    def _parts(self, family: int, at: int) -> tuple[int, int]:
        families = self.families
        return (families.low[family], families.high[family]) if families.level[family] == at else (family, NONE)
