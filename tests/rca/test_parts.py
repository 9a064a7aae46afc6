"""Dominators, shared factors and unions, by hand."""

from __future__ import annotations

import pytest

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.common_causes import dominators, shared
from rca.errors import Cyclic
from rca.union import union
from rca.vocabulary import Confidence, Gate, State


def graph(links: str, **factors: Factor) -> CausalGraph:
    pairs = [tuple(pair.split(">")) for pair in links.split()]
    ids = dict.fromkeys(i for pair in pairs for i in pair if i != "focus")
    return CausalGraph.build(Focus("focus", "Down"), [factors.get(i, Factor(i, f"Fact {i}")) for i in ids], [CauseLink(*p) for p in pairs])


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ("A>focus B>focus", []),  # two paths that share nothing
        ("A>focus B>A C>B", ["A", "B", "C"]),  # one chain: each step, and its end
        ("A>focus B>A C>A", ["A"]),
        ("A>focus B>focus C>A C>B", ["C"]),  # a diamond rests on its foot
        ("A>focus B>focus C>A C>B D>B", []),  # … unless one side has another foot
    ],
)
def test_dominators(links: str, expected: list[str]) -> None:
    assert [f.id for f in dominators(graph(links))] == expected


def test_a_refuted_factor_carries_no_path() -> None:
    one = graph("A>focus B>focus C>A C>B", B=Factor("B", "Fact B", confidence=Confidence.REFUTED))
    assert [f.id for f in dominators(one)] == ["A", "C"]
    assert shared(one) == ()
    assert [f.id for f in shared(graph("A>focus B>focus C>A C>B"))] == ["C"]


def test_a_union_joins_what_people_called_the_same_cause() -> None:
    one = graph("A>focus B>A", B=Factor("B", "Kept 14 days", cause="CAU-1", evidence=("E 1",), confidence=Confidence.LIKELY))
    two = graph("X>focus", X=Factor("X", "Retention of two weeks", cause="CAU-1", evidence=("E 4",), confidence=Confidence.CONFIRMED, state=State.UNKNOWN))
    both = union(Focus("focus", "Disk full again"), {"PIR-1": one, "PIR-2": two})
    joined = both.factor("CAU-1")
    assert joined.statement == "Kept 14 days"
    assert joined.evidence == ("PIR-1 E 1", "PIR-2 E 4")
    assert (joined.confidence, joined.state) == (Confidence.CONFIRMED, State.OCCURRED)
    assert both.effects_of("CAU-1") == ("PIR-1/A", "PIR-2")
    assert both.focus.gate is Gate.ANY


def test_a_union_that_runs_in_a_circle_is_refused() -> None:
    one = graph("A>focus B>A", A=Factor("A", "a", cause="C1"), B=Factor("B", "b", cause="C2"))
    two = graph("B>focus A>B", A=Factor("A", "a", cause="C1"), B=Factor("B", "b", cause="C2"))
    with pytest.raises(Cyclic):
        union(Focus("focus", "Down"), {"PIR-1": one, "PIR-2": two})


def test_gates_that_disagree_are_not_decided() -> None:
    one = graph("A>focus B>A C>A", A=Factor("A", "a", cause="C1", gate=Gate.ALL))
    two = graph("A>focus D>A", A=Factor("A", "a", cause="C1", gate=Gate.ANY))
    assert union(Focus("focus", "Down"), {"x": one, "y": two}).factor("C1").gate is Gate.NOT_DECIDED
