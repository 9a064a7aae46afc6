"""Binary decision diagrams: a Boolean function as a graph of tests, equal functions one node (Bryant 1986).

`Builder` is plain Python and quick for the trees of reviews; `rca.large` builds the diagrams of
imported trees. Both end in a `Diagram`, which is all that probability and cut sets read.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from rca.circuit import AND, AT_LEAST, CONSTANT, EVENT, OR, Circuit
from rca.errors import TooLarge

NO, YES = 0, 1
"""The two ends of a diagram."""

MAX_NODES = 200_000
"""Of the builder in plain Python; it makes about 500,000 in a second."""


@dataclass(frozen=True)
class Diagram:
    """Node i asks variable `variables[level[i]]`: `high[i]` when true, `low[i]` when false.

    Nodes 0 and 1 are the ends; every node stands after its branches. `root` may be an end.
    """

    variables: tuple[int, ...]
    level: list[int]
    low: list[int]
    high: list[int]
    root: int


F = TypeVar("F")


class Algebra(Protocol[F]):
    """What `grow` needs of an engine."""

    true: F

    def negated(self, one: F) -> F:
        """Return NOT one."""

    def both(self, one: F, two: F) -> F:
        """Return one AND two."""

    def either(self, one: F, two: F) -> F:
        """Return one OR two."""

    def choice(self, test: F, yes: F, no: F) -> F:
        """Return IF test THEN yes ELSE no."""


def grow(made: Circuit, gate: int, leaves: Mapping[int, F], algebra: Algebra[F], tick: Callable[[], None] = lambda: None) -> F:
    """Return the function of a gate over `leaves` (functions by node number), built from below."""
    held: dict[int, F] = {}

    def literal(one: int) -> F:
        return held[one] if one >= 0 else algebra.negated(held[~one])

    for number in inside(made, gate, leaves):
        tick()
        node = made.nodes[number]
        if number in leaves and number != gate:
            held[number] = leaves[number]
        elif node.kind == CONSTANT:
            held[number] = algebra.true
        elif node.kind == EVENT:
            held[number] = leaves[number]
        else:
            held[number] = _combined(node.kind, node.k, [literal(one) for one in node.inputs], algebra)
    return held[gate]


def inside(made: Circuit, gate: int, leaves: Container[int]) -> list[int]:
    """Return the nodes of a module down to its leaves, each after what it rests on."""
    seen, waiting = {gate}, [gate]
    while waiting:
        number = waiting.pop()
        if number in leaves and number != gate:
            continue
        for one in made.nodes[number].inputs:
            below = one if one >= 0 else ~one
            if below not in seen:
                seen.add(below)
                waiting.append(below)
    return sorted(seen)


def _combined(kind: str, k: int, inputs: Sequence[F], algebra: Algebra[F]) -> F:
    if kind in (AND, OR):
        join = algebra.both if kind == AND else algebra.either
        found = inputs[-1]
        for one in inputs[-2::-1]:
            found = join(one, found)
        return found
    if kind == AT_LEAST:
        false = algebra.negated(algebra.true)
        row = [algebra.true] + [false] * k  # row[j]: "j or more" of the inputs seen so far
        for one in reversed(inputs):
            row = [algebra.true, *(algebra.choice(one, row[j - 1], row[j]) for j in range(1, k + 1))]
        return row[k]
    found = inputs[0]
    for one in inputs[1:]:
        found = algebra.choice(one, algebra.negated(found), found)
    return found


def leaves_of(made: Circuit, gate: int, inner: frozenset[int]) -> list[int]:
    """Return the events and inner modules right below a module, depth first: the first order of variables to try."""
    found: dict[int, None] = {}
    seen: set[int] = set()
    waiting = [gate]
    while waiting:
        number = waiting.pop()
        node = made.nodes[number]
        if number != gate and (number in inner or node.kind == EVENT):
            found[number] = None
        elif number not in seen:
            seen.add(number)
            waiting.extend(one if one >= 0 else ~one for one in reversed(node.inputs))
    if made.nodes[gate].kind == EVENT:
        found[gate] = None
    return list(found)


class Builder:
    """An engine in plain Python over a fixed order of variables. Raises TooLarge beyond `most` nodes."""

    def __init__(self, variables: Sequence[int], most: int = MAX_NODES) -> None:
        self.variables = tuple(variables)
        last = len(self.variables)
        self.level, self.low, self.high = [last, last], [NO, YES], [NO, YES]
        self.true = YES
        self.most = most
        self._node: dict[tuple[int, int, int], int] = {}
        self._choices: dict[tuple[int, int, int], int] = {}

    def leaves(self) -> dict[int, int]:
        """Return the function of each variable."""
        return {variable: self._make(level, NO, YES) for level, variable in enumerate(self.variables)}

    def _make(self, level: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (level, low, high)
        found = self._node.get(key)
        if found is None:
            found = self._node[key] = len(self.level)
            if found > self.most:
                raise TooLarge("nodes of a decision diagram", found, self.most)
            self.level.append(level)
            self.low.append(low)
            self.high.append(high)
        return found

    def negated(self, one: int) -> int:
        """Return NOT one."""
        return self.choice(one, NO, YES)

    def both(self, one: int, two: int) -> int:
        """Return one AND two."""
        return self.choice(one, two, NO)

    def either(self, one: int, two: int) -> int:
        """Return one OR two."""
        return self.choice(one, YES, two)

    def choice(self, test: int, yes: int, no: int) -> int:
        """Return IF test THEN yes ELSE no. Calls itself once for each level, of which there are few here."""
        if test == YES or yes == no:
            return yes
        if test == NO:
            return no
        if yes == YES and no == NO:
            return test
        key = (test, yes, no)
        found = self._choices.get(key)
        if found is None:
            level = self.level
            at = min(level[test], level[yes], level[no])
            parts = [(self.high[f], self.low[f]) if level[f] == at else (f, f) for f in key]
            high = self.choice(parts[0][0], parts[1][0], parts[2][0])
            low = self.choice(parts[0][1], parts[1][1], parts[2][1])
            found = self._choices[key] = self._make(at, low, high)
        return found

    def diagram(self, root: int) -> Diagram:
        """Return the finished diagram; nodes that the root does not reach are left out."""
        kept = sorted(self._below(root) | {NO, YES})
        place = {node: number for number, node in enumerate(kept)}
        return Diagram(
            self.variables, [self.level[n] for n in kept], [place[self.low[n]] for n in kept],
            [place[self.high[n]] for n in kept], place[root],
        )  # fmt: skip

    def _below(self, root: int) -> set[int]:
        seen, waiting = {root}, [root]
        while waiting:
            node = waiting.pop()
            for branch in (self.low[node], self.high[node]):
                if branch not in seen:
                    seen.add(branch)
                    waiting.append(branch)
        return seen
