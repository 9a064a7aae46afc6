"""2,000 seeded trees, each question answered a second time by trying every subset of events."""

from __future__ import annotations

import math

import pytest
from random_trees import chance_of, every_day, every_deciding, leaves, minimal_true, random_graph, random_tree, subsets

from rca.circuit import circuit
from rca.closing import closing_set
from rca.coverage import Cover, Coverage, Effect, Stop
from rca.cut_sets import minimal_cut_sets
from rca.fault_tree import of
from rca.importance import importance
from rca.large import large_engine
from rca.occurrence import Day
from rca.probability import top_probability
from rca.solution import solve
from rca.vocabulary import State

TREES = 1_000
GRAPHS = 400


@pytest.mark.parametrize("block", range(10))
@pytest.mark.parametrize("coherent", [True, False])
def test_cut_sets_and_probability(block: int, coherent: bool) -> None:
    for seed in range(block * TREES // 10, (block + 1) * TREES // 10):
        tree = random_tree(seed, coherent=coherent)
        expected = minimal_true(tree)
        found = minimal_cut_sets(tree)
        assert set(found) == expected, seed
        assert found.count == len(expected)
        assert found.by_order() == {n: sum(len(one) == n for one in expected) for n in sorted({len(one) for one in expected})}
        assert found.page(0, 99_999) == sorted(expected, key=lambda one: (len(one), sorted(one)))
        assert set(found.containing("e0")) == {one for one in expected if "e0" in one}
        assert set(found.within({"e0", "e1", "e2"})) == {one for one in expected if one <= {"e0", "e1", "e2"}}
        cases = list(subsets(leaves(tree)))
        held = tree.states_at_once({e: sum(1 << n for n, one in enumerate(cases) if e in one) for e in leaves(tree)}, (1 << len(cases)) - 1)
        assert [bool(held[tree.top] >> n & 1) for n in range(len(cases))] == [tree.evaluate(one) for one in cases], seed
        told = top_probability(tree)
        assert told.exact == pytest.approx(chance_of(tree), abs=1e-12), seed
        q = {e.id: e.probability for e in tree.events}
        products = [math.prod(q[e] for e in one) for one in expected]
        assert told.rare_event == pytest.approx(sum(products), abs=1e-12)
        assert told.min_cut_upper_bound == pytest.approx(1 - math.prod(1 - p for p in products), abs=1e-9)
        likeliest = found.likeliest(3)
        assert [p for _, p in likeliest] == pytest.approx(sorted(products, reverse=True)[:3], abs=1e-12)


@pytest.mark.parametrize("block", range(5))
def test_importance(block: int) -> None:
    for seed in range(block * 60, (block + 1) * 60):
        tree = random_tree(seed, most=7)
        q = {e.id: e.probability for e in tree.events}
        top = chance_of(tree)
        for row in importance(tree):
            one, nought = chance_of(tree, {**q, row.event: 1.0}), chance_of(tree, {**q, row.event: 0.0})
            assert row.birnbaum == pytest.approx(one - nought, abs=1e-12), seed
            if top > 1e-9:
                assert row.criticality == pytest.approx((one - nought) * q[row.event] / top, abs=1e-9)
                assert row.raw == pytest.approx(one / top, abs=1e-9)
                assert row.rrw == pytest.approx(top / nought, rel=1e-9) if nought > 1e-12 else math.isinf(row.rrw)
                union = _union([s for s in minimal_true(tree) if row.event in s], leaves(tree), q)
                assert row.fussell_vesely == pytest.approx(union / top, abs=1e-9), seed


def _union(sets: list[frozenset[str]], names: list[str], q: dict[str, float]) -> float:
    return sum(
        math.prod(q[n] if n in one else 1 - q[n] for n in names)
        for one in subsets(names)
        if any(s <= one for s in sets)
    )


def test_not_coherent_importance_is_the_derivative() -> None:
    for seed in range(200):
        tree = random_tree(seed, most=6, coherent=False)
        q = {e.id: e.probability for e in tree.events}
        for row in importance(tree):
            expected = chance_of(tree, {**q, row.event: 1.0}) - chance_of(tree, {**q, row.event: 0.0})
            assert row.birnbaum == pytest.approx(expected, abs=1e-12), seed


@pytest.mark.parametrize("block", range(4))
def test_smallest_closing_set(block: int) -> None:
    for seed in range(block * 100, (block + 1) * 100):
        tree = random_tree(seed)
        cost = {name: (seed + i * 7) % 5 + 1 for i, name in enumerate(leaves(tree))}
        cuts = minimal_true(tree)
        closing = [sum(cost[e] for e in one) for one in subsets(leaves(tree)) if all(one & cut for cut in cuts)]
        found = closing_set(tree, cost.__getitem__)
        if not closing:
            assert found is None, seed
        else:
            assert found.cost == min(closing), seed
            assert sum(cost[e] for e in found.items) == found.cost
            assert all(found.items & cut for cut in cuts)


@pytest.mark.parametrize("block", range(4))
def test_the_large_engine_agrees(block: int) -> None:
    from rca import large

    for seed in range(block * 50, (block + 1) * 50):
        tree = random_tree(seed, most=10, coherent=seed % 2 == 0)
        made = circuit(tree)
        top = made.top if made.top >= 0 else ~made.top
        from rca.diagram import leaves_of

        variables = leaves_of(made, top, frozenset())
        if made.nodes[top].kind in ("event", "constant"):
            continue
        for order in large.orders(made, top, variables):
            assert sorted(order) == sorted(variables), seed
        compiled = large._compiled(made, made.top, variables, 10_000, lambda: None)
        for one in subsets(leaves(tree)):
            assert _read(compiled, made, one) == tree.evaluate(one), seed
        assert set(minimal_cut_sets(solve(tree, engine=large_engine()))) == minimal_true(tree)


def _read(diagram, made, true) -> bool:
    node = diagram.root
    while node > 1:
        event = made.nodes[diagram.variables[diagram.level[node]]].event
        node = diagram.high[node] if event in true else diagram.low[node]
    return node == 1


@pytest.mark.parametrize("block", range(8))
def test_the_day_holds_for_every_way_of_deciding(block: int) -> None:
    for seed in range(block * GRAPHS // 8, (block + 1) * GRAPHS // 8):
        graph = random_graph(seed)
        day = Day(graph)
        ways = list(every_deciding(graph))
        sets = [minimal_true(of(way)) for way in ways]
        certain = set.intersection(*sets)
        assert set(day.combinations) == certain, seed
        days = list(every_day(graph))
        state = {f.id: f.state for f in graph.factors}
        assert set(day.fired) == {one for one in certain if all(_states(d, one).count(State.OCCURRED) == len(one) for d in days)}
        near = {one for one in certain if all(_states(d, one).count(State.DID_NOT) == 1 for d in days)}
        assert {n.combination for n in day.near} == {one for one in near if [state[e] for e in one].count(State.DID_NOT) == 1}, seed
        for gone in (None, *(f.id for f in graph.factors)):
            outcomes = {_outcome(way, d, gone) for way in ways for d in days}
            expected = outcomes.pop() if len(outcomes) == 1 else None
            assert (day.happened if gone is None else day.without(gone)) == expected, (seed, gone)


def _states(graph, combination) -> list[State]:
    return [graph.factor(e).state for e in combination]


def _outcome(way, day, gone) -> bool:
    tree = of(way)
    true = {f.id for f in day.factors if f.state is State.OCCURRED}
    return tree.states(true, {gone} if gone else ())[tree.top]


@pytest.mark.parametrize("block", range(4))
def test_coverage(block: int) -> None:
    import random

    for seed in range(block * GRAPHS // 4, (block + 1) * GRAPHS // 4):
        graph = random_graph(seed)
        chance = random.Random(seed)
        ids = [f.id for f in graph.factors]
        stops = [
            Stop(f"ACT-{n}", chance.choice(ids), chance.choice(list(Effect)), chance.random() < 0.5)
            for n in range(chance.randint(0, 4))
        ]
        coverage = Coverage(Day(graph), stops)
        trees = [of(way) for way in every_deciding(graph)]
        for one in coverage.combinations:
            verified = {_survives(t, one.combination, {s.factor for s in stops if s.is_verified and s.effect is Effect.ELIMINATES}) for t in trees}
            planned = {_survives(t, one.combination, {s.factor for s in stops if s.effect is Effect.ELIMINATES}) for t in trees}
            if verified == {False}:
                expected = Cover.STOPPED
            elif planned == {False}:
                expected = Cover.BEING_FIXED
            else:
                expected = Cover.OPEN if planned == {True} else Cover.NOT_DECIDED
            assert one.cover is expected, seed
        gone = {s.factor for s in stops if s.effect is Effect.ELIMINATES}
        closing = coverage.closing()
        most = of(graph, undecided=_any())
        enough = [
            len(one) for one in subsets(leaves(most)) if not most.states(set(leaves(most)), gone | one)[most.top]
        ]
        assert (closing is None) == (not enough), seed
        if closing is not None:
            assert closing.cost == min(enough), seed


def _survives(tree, combination, gone) -> bool:
    return tree.states(set(combination), gone)[tree.top]


def _any():
    from rca.vocabulary import Gate

    return Gate.ANY
