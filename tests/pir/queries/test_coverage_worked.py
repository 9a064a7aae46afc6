"""The coverage panel on a worked example, every number found a second time by trying all subsets of events (Show 5).

A full log volume and a standby that could not take over: writes stopped because the storage path was lost (U1) or the log
volume ran full, which needed full logging (B1), a copied setting (B2) and an unchecked size (B3); no standby took over because
its account had no rights (U2), or because it was behind, which needed full logging and a shared disk (B4).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain, combinations
from typing import Any

import pytest

from pir.queries.answers import coverage, telling
from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.coverage import Cover
from rca.stopping import stopped_by
from rca.vocabulary import Gate, State

CHANCE = {"B1": 0.2, "B2": 0.1, "B3": 0.5, "B4": 0.3, "U1": 0.01, "U2": 0.05}
EVENTS = sorted(CHANCE)
ON_THE_DAY = {"B1", "B2", "B3", "B4"}

#: (reference, state as owners see it, what it does to which event); ACT-4 is cancelled, ACT-5 only detects.
ACTIONS: list[tuple[str, str, list[tuple[str, str, float | None]]]] = [
    ("ACT-1", "checked", [("B2", "eliminates", None)]), ("ACT-2", "done", [("B4", "eliminates", None), ("U1", "eliminates", None)]),
    ("ACT-3", "doing", [("U2", "reduces", 0.01)]), ("ACT-4", "dropped", [("U2", "eliminates", None)]), ("ACT-5", "checked", [("B3", "detects", None)]),
]


def happens(events: Iterable[str]) -> bool:
    """The story above as a formula, written down without the graph."""
    e = set(events)
    full = {"B1", "B2", "B3"} <= e
    behind = {"B1", "B4"} <= e
    return ("U1" in e or full) and ("U2" in e or behind)


def subsets() -> Iterable[frozenset[str]]:
    return (frozenset(one) for one in chain.from_iterable(combinations(EVENTS, n) for n in range(len(EVENTS) + 1)))


MINIMAL = {one for one in subsets() if happens(one) and not any(happens(one - {e}) for e in one)}


def gone(only_checked: bool, without: str = "") -> set[str]:
    return {event for ref, state, links in ACTIONS for event, effect, _ in links
            if effect == "eliminates" and state != "dropped" and ref != without and (state == "checked" or not only_checked)}


def chance(*, done: Iterable[str]) -> float:
    """Sum over all subsets of events of the probability of exactly those, with the actions of ``done`` in place."""
    p = dict(CHANCE)
    for ref, state, links in ACTIONS:
        for event, effect, to in links:
            if ref in done and state != "dropped":
                p[event] = 0.0 if effect == "eliminates" else min(p[event], to) if to is not None else p[event]
    return sum(math.prod(p[e] if e in one else 1 - p[e] for e in EVENTS) for one in subsets() if happens(one))


@pytest.fixture
def graph() -> CausalGraph:
    def event(name: str) -> Factor:
        return Factor(name, name, state=State.OCCURRED if name in ON_THE_DAY else State.DID_NOT, probability=CHANCE[name])

    links = "writes>focus standby>focus full>writes U1>writes B1>full B2>full B3>full behind>standby U2>standby B1>behind B4>behind"
    return CausalGraph.build(
        Focus("focus", "Checkout answered 503", Gate.ALL),
        [Factor("writes", "Writes stopped", gate=Gate.ANY), Factor("standby", "No standby took over", gate=Gate.ANY),
         Factor("full", "Log volume full", gate=Gate.ALL), Factor("behind", "Standby behind", gate=Gate.ALL), *map(event, EVENTS)],
        [CauseLink(*pair.split(">")) for pair in links.split()],
    )


@pytest.fixture
def actions() -> list[dict[str, Any]]:
    """As the document has them."""
    return [
        {"ref": ref, "shown_as": state, "factors": [
            {"ref": event, "effect": effect, **({} if to is None else {"to": to})} for event, effect, to in links]}
        for ref, state, links in ACTIONS
    ]


def test_each_combination_stands_as_trying_all_subsets_says(graph: CausalGraph, actions: list[dict[str, Any]]) -> None:
    found = {one.combination: one for one in coverage(graph, actions).combinations}
    assert set(found) == MINIMAL == {frozenset({"B1", "B2", "B3", "B4"}), frozenset({"B1", "B2", "B3", "U2"}), frozenset({"B1", "B4", "U1"}), frozenset({"U1", "U2"})}
    for one in MINIMAL:
        expected = Cover.STOPPED if not happens(one - gone(True)) else Cover.BEING_FIXED if not happens(one - gone(False)) else Cover.OPEN
        assert found[one].cover is expected, one
        alone = {ref for ref, state, links in ACTIONS if state != "dropped"
                 and not happens(one - {event for event, effect, _ in links if effect == "eliminates"})}
        assert set(found[one].actions) == alone, one
    assert [one.cover for one in found.values()].count(Cover.STOPPED) == 2


def test_the_next_best_action_is_the_best_of_all(graph: CausalGraph, actions: list[dict[str, Any]]) -> None:
    """With ACT-2 dropped {B1 B4 U1} and {U1 U2} are open: U1 alone is in both."""
    actions[1]["shown_as"] = "dropped"
    told = telling(graph, actions)
    assert told is not None
    stopped = {"B2"}
    still = [one for one in MINIMAL if happens(one - stopped)]
    best = max(sum(not happens(one - {event}) for one in still) for event in EVENTS)
    assert (told.next_breaks, best, len(still)) == (2, 2, 2)
    closing = [frozenset(e for e, _ in one) for one in told.closings]
    smallest = min(len(one) for one in subsets() if not happens(set(EVENTS) - stopped - one))
    assert {len(one) for one in closing} == {smallest}
    assert set(closing) == {one for one in subsets() if len(one) == smallest and not happens(set(EVENTS) - stopped - one)}


def test_the_chance_that_is_left(graph: CausalGraph, actions: list[dict[str, Any]]) -> None:
    told = telling(graph, actions)
    assert told is not None
    left = told.residual
    assert left is not None
    everything = {"ACT-1", "ACT-2", "ACT-3", "ACT-5"}
    assert left.before == pytest.approx(chance(done=()), abs=1e-12)
    assert left.today == pytest.approx(chance(done={"ACT-1", "ACT-5"}), abs=1e-12)
    assert left.when_all_done == pytest.approx(chance(done=everything), abs=1e-12)
    assert set(left.if_it_slips) == {"ACT-2", "ACT-3"}
    for action, p in left.if_it_slips.items():
        assert p == pytest.approx(chance(done=everything - {action}), abs=1e-12)
    assert left.before > left.today > left.if_it_slips["ACT-2"] >= left.when_all_done


@pytest.mark.parametrize("refs", [("ACT-1",), ("ACT-2",), ("ACT-3",), ("ACT-5",), ("ACT-1", "ACT-2")])
def test_with_these_actions_in_place_on_the_day(graph: CausalGraph, actions: list[dict[str, Any]], refs: tuple[str, ...]) -> None:
    eliminated = {event for ref, _, links in ACTIONS for event, effect, _ in links if ref in refs and effect == "eliminates"}
    assert coverage(graph, actions).would_have_happened(refs) is happens(ON_THE_DAY - eliminated)


@pytest.mark.parametrize("ref", ["ACT-1", "ACT-2", "ACT-3", "ACT-5"])
def test_what_one_action_stops(graph: CausalGraph, actions: list[dict[str, Any]], ref: str) -> None:
    """The page of an action tells the combinations that it breaks alone, and how they stand once it has been checked."""
    def broken(one: frozenset[str], action: str) -> bool:
        return not happens(one - {e for r, _, links in ACTIONS if r == action for e, effect, _ in links if effect == "eliminates"})

    found = stopped_by(coverage(graph, actions), ref)
    touched = {frozenset(event for event, _ in one.told.events): one for one in found.combinations}
    assert set(touched) == {one for one in MINIMAL if broken(one, ref)}
    checked = {r for r, state, _ in ACTIONS if state == "checked"} | {ref}
    for combination, one in touched.items():
        assert one.times == sum(broken(combination, action) for action in checked)
        assert one.when_checked_words == {1: "Stopped", 2: "Stopped twice"}[one.times]
    assert found.still_open == sum(happens(one - gone(False)) for one in MINIMAL)
    assert found.is_checked is (ref in {"ACT-1", "ACT-5"})
    assert found.would_have_happened is (not broken(frozenset(ON_THE_DAY), ref))
