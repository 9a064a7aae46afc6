"""The smallest set of events to rule out so that the top event cannot happen: a minimum hitting set, exact.

It needs neither the list of cut sets nor a solver. In the diagram of a coherent tree every path to
"no" is a way to keep the top event away: events asked and found false on it are ruled out, all
others may happen. The cheapest such path is the answer, found in one pass.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from rca.diagram import NO, YES
from rca.errors import CausesError
from rca.fault_tree import Event, FaultTree, Gate, Operator
from rca.solution import Engine, Solution, plain_engine, solve

_PRESENT = "\x00present "


class NotCoherent(CausesError):
    """With NOT or XOR in a tree, ruling an event out can bring the top event about."""

    def __init__(self) -> None:
        super().__init__("the tree has NOT or XOR in it: ruling an event out could bring the top event about")


@dataclass(frozen=True)
class ClosingSet:
    """`items` to rule out, and what that costs in the unit of the costs given."""

    items: frozenset[str]
    cost: float


def closing_set(
    tree: FaultTree,
    cost: Callable[[str], float] = lambda _: 1.0,
    gates: Collection[str] = (),
    *,
    engine: Engine = plain_engine,
) -> ClosingSet | None:
    """Return the cheapest events whose absence breaks every cut set; None when no affordable set does.

    `cost` of an item is above 0, `inf` for what cannot be ruled out. With `gates`, these
    intermediate events can be ruled out as a whole too. Of equally cheap sets the same one is
    returned each time. Raises NotCoherent, and TooLarge where the engine gives up.

    >>> tree = FaultTree.build(
    ...     "t", [Gate("t", Operator.OR, ("a", "g")), Gate("g", Operator.AND, ("b", "c"))],
    ...     [Event("a"), Event("b"), Event("c")],
    ... )
    >>> found = closing_set(tree, {"a": 1, "b": 2, "c": 1}.__getitem__)
    >>> sorted(found.items), found.cost
    (['a', 'c'], 2.0)
    """
    return of_solution(solve(_with_switches(tree, gates) if gates else tree, engine=engine), cost)


def of_solution(solution: Solution, cost: Callable[[str], float] = lambda _: 1.0) -> ClosingSet | None:
    """Return the same for a tree that was solved before."""
    if not solution.is_coherent:
        raise NotCoherent
    found: list[tuple[float, frozenset[str]]] = []
    for module in solution.modules:
        diagram = module.diagram
        price = [
            (cost(event.removeprefix(_PRESENT)), frozenset([event])) if (event := solution.event_of(v)) is not None else found[solution.inner[v]]
            for v in diagram.variables
        ]
        best: list[tuple[float, int]] = [(0.0, NO), (math.inf, YES)]  # cost from a node to "no", and the branch taken
        for node in range(YES + 1, len(diagram.level)):
            low, high = diagram.low[node], diagram.high[node]
            ruled_out, kept = price[diagram.level[node]][0] + best[low][0], best[high][0]
            best.append((kept, high) if kept <= ruled_out else (ruled_out, low))
        found.append((best[diagram.root][0], _ruled_out(diagram.root, best, diagram.low, diagram.high, diagram.level, price)))
    total, items = found[-1]
    return None if math.isinf(total) else ClosingSet(frozenset(i.removeprefix(_PRESENT) for i in items), total)


def _ruled_out(
    root: int, best: list[tuple[float, int]], low: list[int], high: list[int], level: list[int], price: list[tuple[float, frozenset[str]]]
) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    if math.isinf(best[root][0]):
        return found
    node = root
    while node > YES:
        following = best[node][1]
        if following == low[node] and following != high[node]:
            found |= price[level[node]][1]
        node = following
    return found


def _with_switches(tree: FaultTree, gates: Collection[str]) -> FaultTree:
    """The tree in which each of these gates also needs an event of its own, which stands for ruling it out."""
    made, events = [], list(tree.events)
    for gate in tree.gates:
        if gate.id in gates and gate.id != tree.top:
            inner, switch = f"\x00of {gate.id}", f"{_PRESENT}{gate.id}"
            made += [replace(gate, id=inner), Gate(gate.id, Operator.AND, (inner, switch), label=gate.label)]
            events.append(Event(switch))
        else:
            made.append(gate)
    return FaultTree.build(tree.top, made, events, tree.name)
