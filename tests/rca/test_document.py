"""The document of causes: what is written can be read back, and what cannot be read is named."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.document import SCHEMA, read, write
from rca.errors import Cyclic, Malformed
from rca.vocabulary import Answer, Confidence, ControlState, FactorRole, Gate, ProbabilityUnit, State, StopReason

WHOLE = {
    "schema": SCHEMA,
    "focus": {"id": "focus", "statement": "Checkout answered 503 to every customer", "gate": "all", "k": None},
    "factors": [
        {
            "id": "FAC-0031", "statement": "The log volume filled", "role": "trigger", "category": "Monitoring",
            "control": "Volume alert", "control_state": "did_not_exist", "state": "occurred", "confidence": "confirmed",
            "stop_reason": "control_we_own", "stop_owner": "Database team", "evidence": ["14:03 Log volume full", "E 4"],
            "gate": "k_of_n", "k": 1, "cause": "CAU-7", "classification": "system_failure_other", "probability": 0.02,
            "probability_source": "4 of 200 weeks",
        },
        {
            "id": "FAC-0032", "statement": "No standby", "role": None, "category": None, "control": None,
            "control_state": None, "state": "unknown", "confidence": "suspected", "stop_reason": None,
            "stop_owner": None, "evidence": [], "gate": "not_decided", "k": None,
        },
    ],
    "links": [
        {"cause": "FAC-0031", "effect": "focus", "forward": "yes", "reverse": "unsure"},
        {"cause": "FAC-0032", "effect": "focus", "forward": None, "reverse": None},
    ],
}  # fmt: skip


def test_reading_and_writing_give_the_same_document():
    assert write(read(WHOLE)) == WHOLE


def test_only_what_is_needed_has_to_be_there():
    graph = read({"schema": SCHEMA, "focus": {"id": "f", "statement": "x"}, "factors": [{"id": "A", "statement": "y"}],
                  "links": []})  # fmt: skip
    assert graph.factors == (Factor("A", "y"),)
    assert graph.focus.gate is Gate.NOT_DECIDED


def broken(path, value):
    document = copy.deepcopy(WHOLE)
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "item"),
    [
        (["schema"], "debrief/causes@9", "schema"),
        (["focus"], None, "focus"),
        (["factors"], {}, "factors"),
        (["links"], None, "links"),
        (["factors", 1], "FAC-0032", "factors[1]"),
        (["factors", 1, "statement"], 7, "factors[1].statement"),
        (["factors", 0, "gate"], "xor", "factors[0].gate"),
        (["factors", 0, "state"], ["occurred"], "factors[0].state"),
        (["factors", 0, "k"], True, "factors[0].k"),
        (["factors", 0, "evidence"], "E 4", "factors[0].evidence"),
        (["factors", 0, "evidence"], [4], "factors[0].evidence"),
        (["factors", 0, "control"], 4, "factors[0].control"),
        (["links", 1, "forward"], "maybe", "links[1].forward"),
        (["links", 1, "cause"], "FAC-9", "FAC-9 -> focus"),
    ],
)
def test_an_error_names_the_place(path, value, item):
    with pytest.raises(Malformed) as refused:
        read(broken(path, value))
    assert refused.value.item == item


def test_something_else_than_an_object_is_refused():
    with pytest.raises(Malformed, match="document: has to be an object"):
        read([])


def test_a_circle_in_a_document_is_refused():
    document = broken(["links", 0], {"cause": "FAC-0031", "effect": "FAC-0032"})
    document["links"][1] = {"cause": "FAC-0032", "effect": "FAC-0031"}
    with pytest.raises(Cyclic):
        read(document)


words = st.text(min_size=1).filter(str.strip)


@st.composite
def graphs(draw):
    """Any acyclic graph: links only lead from a later factor to an earlier one or to the focus."""
    size = draw(st.integers(0, 7))
    names = [f"FAC-{number:04}" for number in range(size)]
    factors = [
        Factor(
            name, draw(words), draw(st.none() | st.sampled_from(FactorRole)), draw(st.none() | words),
            draw(st.none() | words), draw(st.none() | st.sampled_from(ControlState)), draw(st.sampled_from(State)),
            draw(st.sampled_from(Confidence)), draw(st.none() | st.sampled_from(StopReason)), draw(st.none() | words),
            tuple(draw(st.lists(words, max_size=2))), draw(st.sampled_from([Gate.ALL, Gate.ANY, Gate.NOT_DECIDED])),
        )
        for name in names
    ]  # fmt: skip
    pairs = [(cause, effect) for i, cause in enumerate(names) for effect in ["focus", *names[:i]]]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    answers = st.none() | st.sampled_from(Answer)
    return CausalGraph.build(
        Focus("focus", draw(st.text())), factors, [CauseLink(*pair, draw(answers), draw(answers)) for pair in chosen]
    )


@given(graphs())
def test_every_graph_survives_json(graph):
    assert read(json.loads(json.dumps(write(graph)))) == graph


def test_what_refutes_a_unit_and_a_condition_are_kept_and_absent_while_empty() -> None:
    graph = CausalGraph.build(
        Focus("focus", "Down", Gate.INHIBIT),
        [
            Factor("A", "Cold cache", refuted_by=("E 3 Cache log",)),
            Factor("B", "Load doubled", probability=0.02, probability_source="Change register", probability_unit=ProbabilityUnit.CHANGE),
        ],
        [CauseLink("A", "focus", is_condition=True), CauseLink("B", "focus")],
    )
    written = write(graph)
    assert read(written) == graph
    assert ([f.get("refuted_by") for f in written["factors"]], [link.get("is_condition") for link in written["links"]]) == ([["E 3 Cache log"], None], [True, None])
    assert written["factors"][1]["probability_unit"] == "change"
    assert "probability_unit" not in written["factors"][0]
