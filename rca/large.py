"""Diagrams for large imported trees: `oxidd`, and several orders of variables of which the smallest wins.

No order is good for every tree, so each module is tried under a few, first with little room and
then with more. `oxidd` is an extra of this library (`rca[large]` where it is packaged on its own);
without it the plain engine is tried with more room.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rca.circuit import EVENT, Circuit
from rca.diagram import NO, YES, Builder, Diagram, grow, inside
from rca.errors import OutOfTime, TooLarge
from rca.solution import Engine

SMALL = 30
"""Variables of a module up to which the plain engine is quick whatever the order."""

ROOM = (150_000, 1_500_000, 12_000_000)
"""Nodes of each round. The last takes about 600 MB."""

_ROUNDS_OF_FORCE = 30


def deadline(seconds: float) -> Callable[[], None]:
    """Return a function that raises OutOfTime once so many seconds of the clock are over."""
    end = time.monotonic() + seconds

    def tick() -> None:
        if time.monotonic() > end:
            raise OutOfTime(seconds)

    return tick


def large_engine(tick: Callable[[], None] = lambda: None) -> Engine:
    """Return an engine for `rca.solution.solve`. `tick` is called at every gate and may raise."""

    def build(made: Circuit, literal: int, variables: list[int]) -> Diagram:
        if len(variables) <= SMALL:
            return _plain(made, literal, variables, ROOM[0], tick)
        gate = literal if literal >= 0 else ~literal
        tried = list(dict.fromkeys(tuple(order) for order in orders(made, gate, variables)))
        for room in ROOM:
            found = None
            for order in tried:
                most = room if found is None else len(found.level)
                smaller = _attempt(made, literal, order, most, tick)
                found = smaller or found
            if found is not None:
                return found
        raise TooLarge("nodes of a decision diagram", ROOM[-1] + 1, ROOM[-1])

    return build


def _attempt(made: Circuit, literal: int, order: Sequence[int], most: int, tick: Callable[[], None]) -> Diagram | None:
    try:
        return _compiled(made, literal, order, most, tick)
    except OutOfTime:
        raise
    except TooLarge:
        return None


def orders(made: Circuit, gate: int, variables: Sequence[int]) -> Iterator[list[int]]:
    """Yield orders of the variables worth trying: as written, small or heavy branches first, and drawn together."""
    yield list(variables)
    weight = _weights(made, gate, frozenset(variables))
    for sign in (1, -1):
        yield _depth_first(made, gate, frozenset(variables), lambda one, sign=sign: sign * weight[one])  # type: ignore[misc]
    yield _forced(made, gate, variables)


def _weights(made: Circuit, gate: int, leaves: frozenset[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for number in inside(made, gate, leaves):
        node = made.nodes[number]
        is_inner = number not in leaves or number == gate
        found[number] = 1 if not is_inner or node.kind == EVENT else sum(found[one if one >= 0 else ~one] for one in node.inputs)
    return found


def _depth_first(made: Circuit, gate: int, leaves: frozenset[int], key: Callable[[int], int]) -> list[int]:
    found: dict[int, None] = {}
    seen: set[int] = set()
    waiting = [gate]
    while waiting:
        number = waiting.pop()
        if number in leaves and number != gate:
            found[number] = None
        elif number not in seen:
            seen.add(number)
            waiting.extend(sorted((one if one >= 0 else ~one for one in made.nodes[number].inputs), key=key, reverse=True))
    return list(found)


def _forced(made: Circuit, gate: int, variables: Sequence[int]) -> list[int]:
    """FORCE (Aloul, Markov, Sakallah 2003): variables move to the middle of the gates that they meet in."""
    leaves = frozenset(variables)
    nets = [
        [number, *(one if one >= 0 else ~one for one in made.nodes[number].inputs)]
        for number in inside(made, gate, leaves)
        if number not in leaves or number == gate
    ]
    place = {number: float(at) for at, number in enumerate(inside(made, gate, leaves))}
    place.update({v: float(at) for at, v in enumerate(variables)})
    best, least = list(variables), float("inf")
    for _ in range(_ROUNDS_OF_FORCE):
        pull: dict[int, list[float]] = {}
        for net in nets:
            middle = sum(place[one] for one in net) / len(net)
            for one in net:
                pull.setdefault(one, []).append(middle)
        ranked = sorted(pull, key=lambda one: (sum(pull[one]) / len(pull[one]), one))
        place = {one: float(at) for at, one in enumerate(ranked)}
        span = sum(max(place[one] for one in net) - min(place[one] for one in net) for net in nets)
        if span >= least:
            break
        best, least = [one for one in ranked if one in leaves and one != gate], span
    return best


def _compiled(made: Circuit, literal: int, order: Sequence[int], most: int, tick: Callable[[], None]) -> Diagram:
    try:
        from oxidd import bcdd  # the extra: small trees never load it
    except ImportError:
        return _plain(made, literal, order, most, tick)
    gate = literal if literal >= 0 else ~literal
    manager = bcdd.BCDDManager(max(most, 2_000), max(most // 4, 65_536), 1)
    try:
        algebra = _Shared(manager)
        leaves = {variable: manager.var(level) for variable, level in zip(order, manager.add_vars(len(order)), strict=True)}
        root = grow(made, gate, leaves, algebra, tick)
    except MemoryError:
        raise TooLarge("nodes of a decision diagram", most + 1, most) from None
    return _read(~root if literal < 0 else root, tuple(order), most)


class _Shared:
    """The algebra of `oxidd`."""

    def __init__(self, manager: Any) -> None:
        self.true = manager.true()

    def negated(self, one: Any) -> Any:
        return ~one

    def both(self, one: Any, two: Any) -> Any:
        return one & two

    def either(self, one: Any, two: Any) -> Any:
        return one | two

    def choice(self, test: Any, yes: Any, no: Any) -> Any:
        return test.ite(yes, no)


def _read(root: Any, variables: tuple[int, ...], most: int) -> Diagram:
    """The diagram of an `oxidd` function, in which a negated edge becomes a node of its own."""
    last = len(variables)
    if root.valid() or not root.satisfiable():
        return Diagram(variables, [last, last], [NO, YES], [NO, YES], YES if root.valid() else NO)
    number: dict[Any, int] = {}
    level, low, high = [last, last], [NO, YES], [NO, YES]
    waiting: list[tuple[Any, Any, Any]] = [(root, *_branches(root))]
    while waiting:
        one, yes, no = waiting[-1]
        below = [branch for branch in (yes, no) if not isinstance(branch, int) and branch not in number]
        if below:
            waiting.extend((branch, *_branches(branch)) for branch in below)
            continue
        waiting.pop()
        if one not in number:
            number[one] = len(level)
            if len(level) > most:
                raise TooLarge("nodes of a decision diagram", len(level), most)
            level.append(one.node_level())
            low.append(no if isinstance(no, int) else number[no])
            high.append(yes if isinstance(yes, int) else number[yes])
    return Diagram(variables, level, low, high, number[root])


def _branches(one: Any) -> tuple[Any, Any]:
    """The function where the variable is true and where it is false; an end as a number."""
    yes, no = one.cofactors()
    return _end(yes), _end(no)


def _end(one: Any) -> Any:
    if one.node_level() is None:
        return YES if one.valid() else NO
    return one


def _plain(made: Circuit, literal: int, order: Sequence[int], most: int, tick: Callable[[], None]) -> Diagram:
    builder = Builder(order, most)
    gate = literal if literal >= 0 else ~literal
    root = grow(made, gate, builder.leaves(), builder, tick)
    return builder.diagram(root if literal >= 0 else builder.negated(root))
