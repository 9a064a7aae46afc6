"""The graph of causes: what it refuses, and what it answers. Expected values by hand or brute force."""

from dataclasses import replace
from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rca.causal_graph import MAX_FACTORS, CausalGraph, CauseLink, Factor, Focus, would_cycle
from rca.errors import CausesError, Cyclic, Malformed, TooLarge
from rca.vocabulary import Confidence, Gate, State, StopReason

FOCUS = Focus("focus", "Checkout answered 503")


def factors(*ids, **members):
    return [Factor(item, f"Statement {item}", **members) for item in ids]


def links(*pairs):
    return [CauseLink(*pair.split(">")) for pair in pairs]


def build(ids, *pairs, focus=FOCUS):
    return CausalGraph.build(focus, factors(*ids), links(*pairs))


def test_siblings_keep_the_order_of_their_links():
    graph = build("ABC", "C>focus", "A>focus", "B>focus")
    assert [factor.id for factor in graph.causes_of("focus")] == ["C", "A", "B"]
    assert [link.cause for link in graph.links_to("focus")] == ["C", "A", "B"]


def test_a_circle_is_refused_by_its_path_in_words():
    with pytest.raises(Cyclic) as refused:
        build("ABC", "A>focus", "B>A", "C>B", "A>C")
    path = refused.value.path
    assert path[0] == path[-1]
    assert set(path) == {"A", "B", "C"}
    assert all(f"Statement {item}" in str(refused.value) for item in "ABC")
    pairs = set(zip(path, path[1:], strict=False))
    assert pairs == {("B", "A"), ("C", "B"), ("A", "C")}


def test_a_factor_is_not_its_own_cause():
    with pytest.raises(Cyclic) as refused:
        build("A", "A>A")
    assert refused.value.path == ("A", "A")


def test_a_refuted_factor_still_closes_a_circle_because_it_can_be_taken_back():
    items = [*factors("A"), *factors("B", confidence=Confidence.REFUTED)]
    with pytest.raises(Cyclic):
        CausalGraph.build(FOCUS, items, links("A>B", "B>A"))


@pytest.mark.parametrize(
    ("ids", "pairs", "item", "reason"),
    [
        ("A", ["A>nowhere"], "A -> nowhere", "there is no factor 'nowhere'"),
        ("A", ["ghost>focus"], "ghost -> focus", "there is no factor 'ghost'"),
        ("A", ["focus>A"], "focus -> A", "never a cause"),
        ("A", ["A>focus", "A>focus"], "A -> focus", "linked twice"),
        ("AA", [], "A", "stands 2 times"),
        (["focus"], [], "focus", "stands 2 times"),
        ([""], [], "factors[0]", "needs an id"),
    ],
)
def test_what_is_malformed_names_its_item(ids, pairs, item, reason):
    with pytest.raises(Malformed) as refused:
        build(ids, *pairs)
    assert refused.value.item == item
    assert reason in refused.value.reason


def test_a_factor_needs_words_but_a_draft_focus_may_wait_for_them():
    with pytest.raises(Malformed, match="A: needs a statement"):
        CausalGraph.build(FOCUS, [Factor("A", "  ")], [])
    assert CausalGraph.build(Focus("focus", ""), [], []).causes_of("focus") == ()
    with pytest.raises(Malformed, match="focus: needs an id"):
        CausalGraph.build(Focus("", ""), [], [])


@pytest.mark.parametrize("k", [None, 0, 4, -1])
def test_voting_out_of_range_is_refused(k):
    with pytest.raises(Malformed) as refused:
        build("ABC", "A>focus", "B>focus", "C>focus", focus=replace(FOCUS, gate=Gate.K_OF_N, k=k))
    assert refused.value.item == "focus"
    assert "from 1 to 3" in refused.value.reason


def test_voting_in_range_is_taken_and_means_nothing_with_one_cause():
    assert build("AB", "A>focus", "B>focus", focus=replace(FOCUS, gate=Gate.K_OF_N, k=2)).focus.k == 2
    assert build("A", "A>focus", focus=replace(FOCUS, gate=Gate.K_OF_N, k=7)).focus.k == 7


def test_too_many_factors_are_refused():
    with pytest.raises(TooLarge) as refused:
        CausalGraph.build(FOCUS, factors(*map(str, range(MAX_FACTORS + 1))), [])
    assert (refused.value.found, refused.value.limit) == (5_001, 5_000)


def test_every_error_is_a_causes_error():
    assert all(issubclass(kind, CausesError) for kind in (Malformed, Cyclic, TooLarge))


def test_would_cycle_names_the_whole_circle():
    graph = build("ABC", "A>focus", "B>A", "C>B")
    assert would_cycle(graph, "A", "C") == ("A", "C", "B", "A")
    assert would_cycle(graph, "B", "B") == ("B", "B")
    assert would_cycle(graph, "focus", "C") == ("focus", "C", "B", "A", "focus")
    assert would_cycle(graph, "C", "A") is None
    with pytest.raises(KeyError):
        would_cycle(graph, "C", "nowhere")


def root(item, **members):
    given_ = {"evidence": ("E 1",), "stop_reason": StopReason.CONTROL_WE_OWN} | members
    return Factor(item, f"Statement {item}", **given_)


def test_root_causes_end_a_path_with_evidence_and_a_control_we_own():
    items = [
        root("root"),
        root("no_evidence", evidence=()),
        root("outside", stop_reason=StopReason.OUTSIDE_OUR_CONTROL),
        root("no_end"),
        root("below", stop_reason=StopReason.NEED_DATA),
        root("refuted", confidence=Confidence.REFUTED),
        root("stayed_away", state=State.DID_NOT),
        root("unlinked"),
    ]
    pairs = [f"{name}>focus" for name in ("root", "no_evidence", "outside", "no_end", "refuted", "stayed_away")]
    graph = CausalGraph.build(FOCUS, items, links(*pairs, "below>no_end"))
    assert [factor.id for factor in graph.root_causes()] == ["root"]


def test_a_factor_whose_only_cause_is_refuted_ends_its_path():
    items = [root("A"), root("B", confidence=Confidence.REFUTED), root("C")]
    graph = CausalGraph.build(FOCUS, items, links("A>focus", "B>A", "C>B"))
    assert [factor.id for factor in graph.root_causes()] == ["A"]
    assert graph.causes_of("A") == ()
    assert [factor.id for factor in graph.causes_of("A", refuted=True)] == ["B"]


def test_unlinked_are_those_that_no_reader_meets():
    items = [*factors(*"ADE"), *factors("R", "S", confidence=Confidence.REFUTED)]
    graph = CausalGraph.build(FOCUS, items, links("A>focus", "R>A", "D>R", "S>E"))
    assert [factor.id for factor in graph.unlinked()] == ["D", "E", "S"]


def test_depth_and_paths():
    graph = build("ABC", "A>focus", "B>focus", "C>A", "C>B")
    assert graph.depth() == 2
    assert sorted(graph.paths_between("C", "focus")) == [["C", "A", "focus"], ["C", "B", "focus"]]
    assert graph.effects_of("C") == ("A", "B")
    assert "C" in graph
    assert "focus" not in graph
    assert graph.factor("C").statement == graph.statement("C") == "Statement C"


PAIRS = list(permutations(range(6), 2))


@given(st.lists(st.sampled_from(PAIRS), unique=True), st.sampled_from(PAIRS))
def test_a_graph_is_built_exactly_when_it_is_acyclic_and_would_cycle_foretells_it(pairs, new):
    """Against networkx's own verdict, and the verdict on the graph with the new link really made."""
    plain = nx.DiGraph(pairs)
    named = [CauseLink(str(a), str(b)) for a, b in pairs]
    items = factors(*map(str, range(6)))
    if not nx.is_directed_acyclic_graph(plain):
        with pytest.raises(Cyclic):
            CausalGraph.build(FOCUS, items, named)
        return
    graph = CausalGraph.build(FOCUS, items, named)
    circle = would_cycle(graph, str(new[0]), str(new[1]))
    closed = nx.DiGraph([*pairs, new])
    assert (circle is None) == nx.is_directed_acyclic_graph(closed)
    if circle is not None:
        steps = [(int(a), int(b)) for a, b in zip(circle, circle[1:], strict=False)]
        assert circle[0] == circle[-1]
        assert steps[0] == new
        assert all(closed.has_edge(*step) for step in steps)
