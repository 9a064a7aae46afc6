"""The ladder of whys: order, references, ends, and the lines that tell it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.errors import TooLarge
from rca.five_whys import MAX_DEPTH, outline, path_end, walk
from rca.vocabulary import Confidence, Gate, State, StopReason

FOCUS = Focus("focus", "Checkout answered 503", Gate.ALL)


def ladder(items, *pairs, focus=FOCUS):
    made = [item if isinstance(item, Factor) else Factor(item, f"Statement {item}") for item in items]
    return walk(CausalGraph.build(focus, made, [CauseLink(*pair.split(">")) for pair in pairs]))


def test_branches_stand_side_by_side_and_are_numbered_by_place():
    steps = ladder("ABCD", "A>focus", "C>A", "D>A", "B>focus")
    assert [(rung.number, rung.factor.id) for rung in steps.rungs()] == [
        ("1", "A"),
        ("1.1", "C"),
        ("1.2", "D"),
        ("2", "B"),
    ]


def test_a_factor_met_again_is_a_reference_and_not_repeated_below():
    steps = ladder("ABCD", "A>focus", "B>focus", "C>A", "C>B", "D>C")
    met = [(rung.number, rung.factor.id, rung.told_above) for rung in steps.rungs()]
    assert met == [("1", "A", None), ("1.1", "C", None), ("1.1.1", "D", None), ("2", "B", None), ("2.1", "C", "1.1")]
    again = steps.causes[1].causes[0]
    assert again.causes == ()
    assert not again.is_unsupported
    assert not again.ends


def test_a_refuted_rung_is_shown_leads_nowhere_and_is_not_combined():
    refuted = Factor("B", "The switch failed.", confidence=Confidence.REFUTED, evidence=("E 2",))
    steps = ladder(["A", refuted, "C"], "A>focus", "B>focus", "C>B")
    assert [rung.factor.id for rung in steps.rungs()] == ["A", "B"]
    assert [rung.factor.id for rung in steps.counted] == ["A"]
    assert [factor.id for factor in steps.unlinked] == ["C"]
    assert steps.causes[1].is_refuted
    assert not steps.causes[1].ends
    assert outline(steps)[1] == "2 The switch failed (B; refuted; evidence E 2)."


def test_a_rung_above_only_refuted_causes_ends_the_path():
    owned = Factor("A", "Writes stopped", stop_reason=StopReason.CONTROL_WE_OWN)
    refuted = Factor("B", "The switch failed", confidence=Confidence.REFUTED)
    steps = ladder([owned, refuted], "A>focus", "B>A")
    assert path_end(steps.causes[0]) == "Path ends: a control that we own"


def test_the_lines_say_what_the_drawing_shows():
    items = [
        Factor(
            "A", "Writes stopped", confidence=Confidence.CONFIRMED, evidence=("E 4", "14:03 Log full"), gate=Gate.ANY
        ),
        Factor("B", "Logs were kept for 14 days", stop_reason=StopReason.CONTROL_WE_OWN, evidence=("E 1",)),
        Factor("C", "The path was lost", state=State.DID_NOT, stop_reason=StopReason.NEED_DATA, stop_owner="Raj Patel"),
    ]
    assert outline(ladder(items, "A>focus", "B>A", "C>A")) == (
        "1 Writes stopped (A; confirmed; evidence E 4, 14:03 Log full), because either was enough:",
        "1.1 Logs were kept for 14 days (B; suspected; evidence E 1). Path ends: a control that we own.",
        "1.2 The path was lost (C; suspected; did not happen; unsupported). Path ends: need data (Raj Patel).",
    )


def test_a_path_without_a_stop_reason_has_no_end_yet():
    steps = ladder("A", "A>focus")
    assert steps.causes[0].ends
    assert path_end(steps.causes[0]) is None
    assert steps.gate is Gate.ALL
    assert steps.causes[0].gate is Gate.NOT_DECIDED


def test_a_hundred_rungs_are_read_and_one_more_is_too_large():
    names = [str(number) for number in range(MAX_DEPTH + 1)]
    pairs = ["0>focus", *(f"{number + 1}>{number}" for number in range(MAX_DEPTH))]
    assert len(list(ladder(names[:-1], *pairs[:-1]).rungs())) == 100
    with pytest.raises(TooLarge):
        ladder(names, *pairs)


@given(
    st.integers(0, 9).flatmap(
        lambda size: st.tuples(st.just(size), st.sets(st.tuples(st.integers(0, 9), st.integers(-1, 9))))
    )
)
def test_every_link_below_the_focus_is_one_rung_and_every_factor_is_told_once(drawn):
    size, wanted = drawn
    pairs = sorted((cause, effect) for cause, effect in wanted if effect < cause < size)
    named = [f"{cause}>{'focus' if effect < 0 else effect}" for cause, effect in pairs]
    steps = ladder([str(number) for number in range(size)], *named)
    rungs = list(steps.rungs())
    told = [rung.factor.id for rung in rungs if rung.told_above is None]
    assert len(told) == len(set(told))
    assert {*told, *(factor.id for factor in steps.unlinked)} == {str(number) for number in range(size)}
    reached = {"focus", *told}
    assert len(rungs) == sum(("focus" if effect < 0 else str(effect)) in reached for _, effect in pairs)
    assert steps == ladder([str(number) for number in range(size)], *named)
    numbers = [tuple(map(int, rung.number.split("."))) for rung in rungs]
    assert numbers == sorted(numbers)
