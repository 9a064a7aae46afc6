"""Random trees, and the answers to every question by trying all subsets: no code of ours but `evaluate`."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, product

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.fault_tree import Event, EventKind, FaultTree, Gate, Operator
from rca.vocabulary import Gate as Combination
from rca.vocabulary import State

COHERENT = (Operator.AND, Operator.OR, Operator.AT_LEAST, Operator.INHIBIT)


def random_tree(seed: int, most: int = 9, *, coherent: bool = True) -> FaultTree:
    """Up to `most` events, shared events and gates, house events; NOT, XOR and the rest unless `coherent`."""
    chance = random.Random(seed)
    count = chance.randint(1, most)
    events = [Event(f"e{i}", chance.choice((0.0, 0.01, 0.1, 0.3, 0.5, 0.9, 1.0, chance.random()))) for i in range(count)]
    if chance.random() < 0.3:
        events.append(Event("house", None, EventKind.HOUSE, chance.random() < 0.5))
    known = [e.id for e in events]
    gates = []
    for number in range(chance.randint(1, 8)):
        operator = chance.choice(COHERENT if coherent else tuple(Operator))
        least, most_inputs = {Operator.NOT: (1, 1), Operator.IMPLY: (2, 2), Operator.IFF: (2, 2), Operator.XOR: (2, 4), Operator.INHIBIT: (2, 3), Operator.AT_LEAST: (2, 5)}.get(operator, (1, 4))
        if len(known) < least:
            operator, least, most_inputs = Operator.OR, 1, 4
        inputs = chance.sample(known, min(len(known), chance.randint(least, most_inputs)))
        k = chance.randint(1, len(inputs)) if operator is Operator.AT_LEAST else None
        gates.append(Gate(f"g{number}", operator, tuple(inputs), k))
        known.append(f"g{number}")
    return FaultTree.build(gates[-1].id, gates, events)


def leaves(tree: FaultTree) -> list[str]:
    below = set(tree.below())
    return [e.id for e in tree.events if e.kind is not EventKind.HOUSE and e.id in below]


def subsets(items: list[str]) -> Iterator[frozenset[str]]:
    for size in range(len(items) + 1):
        yield from map(frozenset, combinations(items, size))


def minimal_true(tree: FaultTree) -> set[frozenset[str]]:
    """The minimal sets of events that make the top true: cut sets, or positive parts."""
    found: list[frozenset[str]] = []
    for one in subsets(leaves(tree)):
        if not any(smaller <= one for smaller in found) and tree.evaluate(one):
            found.append(one)
    return set(found)


def chance_of(tree: FaultTree, q: dict[str, float] | None = None) -> float:
    """The sum over all subsets."""
    q = q or {e.id: e.probability for e in tree.events}
    names = leaves(tree)
    total = 0.0
    for one in subsets(names):
        if tree.evaluate(one):
            weight = 1.0
            for name in names:
                weight *= q[name] if name in one else 1 - q[name]
            total += weight
    return total


def random_graph(seed: int, most: int = 7) -> CausalGraph:
    """A graph as people make it: shared factors, undecided gates, unknown states."""
    chance = random.Random(seed)
    count = chance.randint(1, most)
    links, gates = [], {}
    for number in range(count):
        effects = chance.sample(["focus", *(f"f{i}" for i in range(number))], k=min(number + 1, chance.choice((1, 1, 1, 2))))
        links += [CauseLink(f"f{number}", effect) for effect in effects]
    for item in ["focus", *(f"f{i}" for i in range(count))]:
        causes = sum(link.effect == item for link in links)
        gate = chance.choice((Combination.ALL, Combination.ANY, Combination.NOT_DECIDED, Combination.K_OF_N))
        gates[item] = (gate, chance.randint(1, causes)) if gate is Combination.K_OF_N and causes > 1 else (gate if gate is not Combination.K_OF_N else Combination.ALL, None)
    factors = [
        Factor(f"f{i}", f"Factor {i}", state=chance.choice((State.OCCURRED, State.OCCURRED, State.DID_NOT, State.UNKNOWN)), gate=gates[f"f{i}"][0], k=gates[f"f{i}"][1], stop_reason=None)
        for i in range(count)
    ]
    return CausalGraph.build(Focus("focus", "It went down", *gates["focus"]), factors, links)


def every_deciding(graph: CausalGraph) -> Iterator[CausalGraph]:
    """Each way of deciding the undecided gates: every "k of n", of which *all* and *any* are the ends."""
    from dataclasses import replace

    items = [i for i in (graph.focus, *graph.factors) if i.gate is Combination.NOT_DECIDED and len(graph.causes_of(i.id)) > 1]
    ways = [range(1, len(graph.causes_of(i.id)) + 1) for i in items]
    for chosen in product(*ways):
        by_id = {i.id: k for i, k in zip(items, chosen, strict=True)}
        decided = {i.id: replace(i, gate=Combination.K_OF_N, k=by_id[i.id]) for i in items}
        yield CausalGraph.build(decided.get("focus", graph.focus), [decided.get(f.id, f) for f in graph.factors], graph.links)


def every_day(graph: CausalGraph) -> Iterator[CausalGraph]:
    """Each way in which the unknown states may have been."""
    from dataclasses import replace

    open_ = [f.id for f in graph.factors if f.state is State.UNKNOWN]
    for chosen in product((State.OCCURRED, State.DID_NOT), repeat=len(open_)):
        state = dict(zip(open_, chosen, strict=True))
        yield CausalGraph.build(graph.focus, [replace(f, state=state.get(f.id, f.state)) for f in graph.factors], graph.links)
