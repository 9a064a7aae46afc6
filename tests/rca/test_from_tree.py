"""A fault tree as an analysis, and the verb that converts in a process of its own."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from rca import document, open_psa, worker
from rca.errors import CausesError, Malformed, TooLarge
from rca.fault_tree import Event, EventKind, FaultTree, Gate, Operator, of
from rca.from_tree import drafted
from rca.vocabulary import Gate as Combination
from rca.vocabulary import State

HEAD, END = '<opsa-mef><define-fault-tree name="pumps">', "</define-fault-tree></opsa-mef>"


def gate(name: str, formula: str, label: str = "") -> str:
    return f'<define-gate name="{name}"><label>{label}</label>{formula}</define-gate>\n'


def event(name: str, label: str = "", inner: str = "") -> str:
    return f'<define-basic-event name="{name}"><label>{label}</label>{inner}</define-basic-event>\n'


def ref(*names: str) -> str:
    return "".join(f'<event name="{name}"/>' for name in names)


def convert(xml: str, *options: str) -> dict:
    return worker.ask("convert", xml.encode(), seconds=20, options=("--most", "500", "--longest", "200", *options))


def test_gates_events_and_probabilities() -> None:
    told = convert(HEAD + gate("t", f"<and>{ref('g', 'c')}</and>", "No water") + gate("g", f'<atleast min="2">{ref("a", "b", "c")}</atleast>')
                   + event("a", "Pump A off", '<float value="0.1"/>') + event("b") + event("c") + END)
    graph = document.read(told["causes"])
    assert (graph.focus.statement, graph.focus.gate) == ("No water", Combination.ALL)
    assert [(f.id, f.statement, f.probability, f.probability_source) for f in graph.factors] == [
        ("g", "g", None, None), ("a", "Pump A off", 0.1, "Open-PSA model pumps"), ("b", "b", None, None), ("c", "c", None, None)]
    assert (graph.factor("g").gate, graph.factor("g").k) == (Combination.K_OF_N, 2)
    assert set(graph.effects_of("c")) == {"focus", "g"}  # a repeated event is one factor
    assert {f.state for f in graph.factors} == {State.UNKNOWN}
    assert told["notes"] == []


@pytest.mark.parametrize("operator", ["xor", "not", "nand", "nor", "imply", "iff"])
def test_what_a_cause_graph_does_not_have_is_refused_by_name_and_line(operator: str) -> None:
    inputs = ref("a") if operator == "not" else ref("a", "b")
    with pytest.raises(CausesError, match=rf"^line 2, g: a gate of <{operator}> is not taken here, only of <and>, <or>, <atleast>$"):
        convert(HEAD + gate("t", f"<or>{ref('g', 'b')}</or>") + gate("g", f"<{operator}>{inputs}</{operator}>") + event("a") + event("b") + END)


def test_the_conversion_refuses_them_as_well() -> None:
    with pytest.raises(Malformed, match="t: is a gate of xor"):
        drafted(FaultTree.build("t", [Gate("t", Operator.XOR, ("a", "b"))], [Event("a"), Event("b")]))


def test_the_tree_of_the_draft_is_the_tree() -> None:
    """Every assignment of four events brings about the top of both, or of neither."""
    tree = FaultTree.build("t", [Gate("t", Operator.OR, ("g", "h")), Gate("g", Operator.AND, ("a", "b", "a")), Gate("h", Operator.AT_LEAST, ("b", "c", "d"), 2)],
                           [Event(e) for e in "abcd"])
    again = of(drafted(tree).graph)
    for states in product((False, True), repeat=4):
        true = {e for e, is_true in zip("abcd", states, strict=True) if is_true}
        assert again.evaluate(true) == tree.evaluate(true), true


def test_notes_tell_what_became_of_the_rest() -> None:
    xml = (HEAD + gate("t", f'<or><and>{ref("a", "h")}</and>{ref("b")}</or>', "Down") + gate("other", f"<or>{ref('a', 'loose')}</or>")
           + event("a") + event("b") + event("loose") + '<define-house-event name="h"><constant value="false"/></define-house-event>' + END)
    told = convert(xml, "--top", "t")
    graph = document.read(told["causes"])
    assert graph.factor("t/1").statement == "Part 1 of “Down”"
    assert graph.factor("h").state is State.DID_NOT
    assert {f.id for f in graph.unlinked()} == {"other", "loose"}
    assert told["notes"] == ["“Part 1 of “Down”” is a gate without a name: say what it is.", "h is set to false: it comes as a cause that did not happen.",
                             "Nothing uses other: it comes without a link.", "Nothing uses loose: it comes without a link."]
    with pytest.raises(CausesError, match="2 top gates"):
        convert(xml)


def test_what_stands_above_the_chosen_top_is_left_out() -> None:
    xml = HEAD + gate("t", f"<or>{ref('g', 'a')}</or>") + gate("g", f"<and>{ref('a', 'b')}</and>") + event("a") + event("b") + END
    told = convert(xml, "--top", "g")
    assert [f["id"] for f in told["causes"]["factors"]] == ["a", "b"]
    assert told["notes"] == ["t stands above the chosen top event and is left out."]


def test_house_events_keep_what_they_are_set_to() -> None:
    tree = FaultTree.build("t", [Gate("t", Operator.AND, ("a", "b"))], [Event("a", None, EventKind.HOUSE, True), Event("b", None, EventKind.UNDEVELOPED)])
    assert [f.state for f in drafted(tree).graph.factors] == [State.OCCURRED, State.UNKNOWN]


@pytest.mark.parametrize(("xml", "told"), [
    (HEAD + gate("t", f"<or>{ref('a')}</or>") + event("a", "x" * 201) + END, "line 2, a: has 201 characters; a statement has 200 or fewer"),
    (HEAD + gate("t", f"<or>{ref('a')}</or>") + event("a", "x" * 10_000) + END, "line 2, a: has 10000 characters"),
    (HEAD + gate("t", f"<or>{ref('a')}</or>") + event("a") + event("a") + END, "line 3, a: is defined already on line 2"),
    (HEAD + gate("t", f"<or>{ref('u')}</or>") + gate("u", f"<or>{ref('t')}</or>") + END, "cannot be its own cause"),
    (HEAD + gate("t", f'<atleast min="0">{ref("a", "b")}</atleast>') + event("a") + event("b") + END, "line 1, t: k is 0"),
    ('<!DOCTYPE x [<!ENTITY e "boom">]><opsa-mef>&e;</opsa-mef>', "document types and entities are not read"),
    ("<opsa-mef", "line 1: is no XML"), ("<html></html>", "begins with <html>"), ("", "line 1: is no XML"), ("{}", "schema"),
    ('{"schema": "debrief/causes@1", "focus": 3}', "focus: has to be an object"), ("{" * 100_000, "is no JSON"),
])  # fmt: skip
def test_hostile_models_are_refused_by_line(xml: str, told: str) -> None:
    with pytest.raises(CausesError) as refused:
        convert(xml)
    assert told in str(refused.value)


def test_a_million_gates_are_too_large_and_end_at_once() -> None:
    many = "".join(f'<define-gate name="g{n}"><or><event name="a"/></or></define-gate>' for n in range(60_000))
    with pytest.raises(TooLarge, match="501 gates and events"):
        convert(HEAD + many + END)


def test_a_document_of_ours_comes_back_as_it_was() -> None:
    tree = FaultTree.build("t", [Gate("t", Operator.AND, ("a", "b"), label="Down")], [Event("a", 0.1), Event("b")])
    written = document.write(drafted(tree).graph)
    assert worker.ask("convert", json.dumps(written).encode(), seconds=20) == {"causes": written, "notes": []}


def test_a_real_tree_keeps_its_probability(shared: Path) -> None:
    from rca.probability import top_probability
    from rca.solution import solve

    tree = open_psa.read((shared / "data" / "aralia" / "chinese.xml").read_bytes())
    assert top_probability(solve(of(drafted(tree).graph))).exact == pytest.approx(top_probability(solve(tree)).exact, rel=1e-12)
