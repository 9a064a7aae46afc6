"""Causes brought in below an effect: one act, one audit entry, undone as one; nothing lost, nothing assumed."""

from __future__ import annotations

import json
from typing import Any

import make
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.audit import AuditEntry
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from pir.models import Factor
from pir.queries.causes import graph_of, questions_of
from pir.service import causes
from pir.service.cause_import import import_causes
from pir.service.cause_refute import refute_factor
from pir.service.cause_sources import Draft, from_file, from_list
from pir.service.cause_undo import undo
from pir.service.reporting_codes import retire_code
from rca import document
from rca.causal_graph import CausalGraph
from rca.vocabulary import ControlState, Gate, State, StopReason

LIST = "Writes stopped (any)\n  Log volume full\n  Storage path lost\nNo standby took over\nAND"


@pytest.fixture
def review(session: Session, team: Any) -> Any:
    return make.review(session, team.anna)


def bring(session: Session, team: Any, review: Any, draft: Draft | str, effect: str = "focus", question: str = "why") -> Any:
    given = from_list(draft) if isinstance(draft, str) else draft
    return import_causes(session, team.anna, review.record.ref, question, effect, given)


def shape(graph: CausalGraph, item: str = "focus") -> list[Any]:
    """Nested: gate and statements of the causes of an item."""
    held = graph.focus if item == "focus" else graph.factor(item)
    return [held.gate.value if held.k is None else held.k, *([f.statement, *([shape(graph, f.id)] if graph.causes_of(f.id) else [])] for f in graph.causes_of(item))]


def test_a_list_becomes_the_causes_of_an_empty_question(session: Session, team: Any, review: Any) -> None:
    found = bring(session, team, review, LIST)
    graph = graph_of(session, review.id, "why")
    assert found.refs == ["FAC-0001", "FAC-0002", "FAC-0003", "FAC-0004"]
    assert shape(graph) == ["all", ["Writes stopped", ["any", ["Log volume full"], ["Storage path lost"]]], ["No standby took over"]]
    assert {(f.state, f.confidence.value) for f in graph.factors} == {(State.OCCURRED, "suspected")}


def test_one_audit_entry_tells_the_whole_act(session: Session, team: Any, review: Any) -> None:
    session.commit()
    before = session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    bring(session, team, review, LIST)
    session.commit()
    entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq).offset(before)).all()
    assert [(e.verb, e.record_id) for e in entries] == [("import causes", review.id)]
    assert json.loads(entries[0].canonical)["after"] == {
        "question": "why", "effect": "focus", "from": "a pasted list", "causes": ["FAC-0001", "FAC-0002", "FAC-0003", "FAC-0004"]}


def test_it_is_undone_as_one(session: Session, team: Any, review: Any) -> None:
    held = make.factor(session, team.anna, review, "Here before")
    bring(session, team, review, LIST.removesuffix("\nAND"))
    undo(session, team.anna, review.record.ref)
    session.expire_all()
    graph = graph_of(session, review.id, "why")
    assert [f.id for f in graph.factors] == [held]
    assert graph.focus.gate is Gate.NOT_DECIDED


def test_below_an_effect_that_has_causes_it_comes_after_them(session: Session, team: Any, review: Any) -> None:
    effect = make.factor(session, team.anna, review, "Writes stopped")
    make.factor(session, team.anna, review, "Here before", effect)
    bring(session, team, review, "Log volume full\n  Logs were kept\nStorage path lost", effect)
    graph = graph_of(session, review.id, "why")
    assert [f.statement for f in graph.causes_of(effect)] == ["Here before", "Log volume full", "Storage path lost"]
    assert graph.factor(effect).gate is Gate.NOT_DECIDED


def test_a_gate_for_causes_that_are_there_is_refused(session: Session, team: Any, review: Any) -> None:
    make.factor(session, team.anna, review, "Here before")
    with pytest.raises(Invalid, match="decide with all of them in view"):
        bring(session, team, review, LIST)


def test_the_event_of_a_list_is_that_of_an_empty_question(session: Session, team: Any, review: Any) -> None:
    bring(session, team, review, from_list("Checkout down\n  Writes stopped", first_is_event=True))
    graph = graph_of(session, review.id, "why")
    assert (graph.focus.statement, [f.statement for f in graph.factors]) == ("Checkout down", ["Writes stopped"])


def test_another_event_becomes_a_cause_and_none_is_lost(session: Session, team: Any, review: Any) -> None:
    causes.set_focus(session, team.anna, review.record.ref, "why", "Customers could not pay")
    bring(session, team, review, from_list("Checkout down (all)\n  A\n  B", first_is_event=True))
    assert shape(graph_of(session, review.id, "why")) == ["not_decided", ["Checkout down", ["all", ["A"], ["B"]]]]
    bring(session, team, review, from_list("customers could NOT pay\n  C", first_is_event=True), question="seen")
    other = graph_of(session, review.id, "seen")
    assert (other.focus.statement, [f.statement for f in other.factors]) == ("customers could NOT pay", ["C"])


def model(*lines: str) -> bytes:
    return ('<opsa-mef><define-fault-tree name="pumps">\n' + "\n".join(lines) + "\n</define-fault-tree></opsa-mef>").encode()


def test_a_fault_tree_keeps_gates_and_probabilities(session: Session, team: Any, review: Any) -> None:
    tree = model('<define-gate name="t"><label>No water</label><atleast min="2"><event name="a"/><event name="b"/><event name="c"/></atleast></define-gate>',
                 '<define-basic-event name="a"><label>Pump A off</label><float value="0.25"/></define-basic-event>',
                 '<define-basic-event name="b"/>', '<define-basic-event name="c"/>')
    bring(session, team, review, from_file(tree, "pumps.xml"))
    graph = graph_of(session, review.id, "why")
    assert (graph.focus.statement, graph.focus.gate, graph.focus.k) == ("No water", Gate.K_OF_N, 2)
    first = graph.factor("FAC-0001")
    assert (first.statement, first.probability, first.probability_source, first.state) == ("Pump A off", 0.25, "Open-PSA model pumps", State.UNKNOWN)


@pytest.mark.parametrize(("content", "text"), [
    (model('<define-gate name="t"><xor><event name="a"/><event name="b"/></xor></define-gate>'), "Line 2, t: a gate of <xor> is not taken here"),
    (model(*(f'<define-gate name="g{n}"><or><event name="a"/></or></define-gate>' for n in range(600))), "Too large: 501 gates and events"),
    (b"<" + b"x" * (5 * 1024 * 1024), "Too large: the file is larger than 5 MB"), (b"\xff\xfe\x00", "Line 1: is no XML"), (b"", "Line 1: is no XML"),
    (b'{"schema": "debrief/causes@2"}', "has to be 'debrief/causes@1'"),
], ids=range(6))
def test_a_file_that_cannot_be_taken(content: bytes, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        from_file(content, "model.xml")
    assert list(refused.value.messages) == ["file"]
    assert text in refused.value.messages["file"][0]


def rich(session: Session, team: Any, review: Any) -> None:
    """Every member that a factor can have, in one question."""
    make.cause(session, team.maya, "A volume fills")
    first = make.factor(session, team.anna, review, "Writes stopped", category="Technology and design", cause="CAU-0001", classification="human_error_mistake",
                        control="Size check", control_state=ControlState.BYPASSED, evidence=["https://example.com/graph", "Disk graph"],
                        stop_reason=StopReason.NEED_DATA, stop_owner_id=team.raj.person_id, state=State.UNKNOWN)
    second = make.factor(session, team.anna, review, "No standby", first)
    make.factor(session, team.anna, review, "A third", first)
    causes.link_factor(session, team.anna, review.record.ref, second, "focus", {"forward": "yes", "reverse": "unsure"})
    causes.decide_gate(session, team.anna, review.record.ref, "why", first, "any", None)
    refuted = make.factor(session, team.anna, review, "The release broke it")
    refute_factor(session, team.anna, review.record.ref, refuted, 1, ["Release log"])
    causes.set_focus(session, team.anna, review.record.ref, "why", "Checkout down")


def plain_of(session: Session, review: Any) -> Any:
    """The document of the question with its own names for factors and for evidence taken out."""
    causes_of = questions_of(session, review.id)[0]["causes"]
    names = {f["id"]: f"factor {n}" for n, f in enumerate(causes_of["factors"])}
    text = json.dumps(causes_of)
    for ref, name in names.items():
        text = text.replace(f'"{ref}"', f'"{name}"')
    found = json.loads(text)
    return {**found, "links": sorted(found["links"], key=lambda link: link["effect"])}  # their order says something within an effect only


def test_the_document_of_a_question_comes_back_whole(session: Session, team: Any, review: Any) -> None:
    rich(session, team, review)
    given = json.dumps(document.write(graph_of(session, review.id, "why"))).encode()
    other = make.review(session, team.anna)
    found = bring(session, team, other, from_file(given, "PIR-2026-0001_why_causes.json"))
    assert found.notes == []
    assert plain_of(session, other) == plain_of(session, review)


def test_what_is_not_known_here_is_told_and_left_out(session: Session, team: Any, review: Any) -> None:
    rich(session, team, review)
    given = document.write(graph_of(session, review.id, "why"))
    given["factors"][0] |= {"cause": "CAU-0999", "stop_owner": "Nobody Here"}
    retire_code(session, team.maya, "human_error", 1)
    found = bring(session, team, make.review(session, team.anna), from_file(json.dumps(given).encode(), "x.json"))
    assert found.notes == ["“Writes stopped”: “Nobody Here” is nobody here, or more than one person.", "“Writes stopped”: “CAU-0999” is no known cause here.",
                           "“Writes stopped”: “human_error_mistake” is no reporting code that is offered."]


def test_a_merged_cause_is_the_one_that_counts(session: Session, team: Any, review: Any) -> None:
    from pir.service.known_causes import merge_cause

    rich(session, team, review)
    given = json.dumps(document.write(graph_of(session, review.id, "why"))).encode()
    stays = make.cause(session, team.maya, "Volumes fill")
    merge_cause(session, team.maya, "CAU-0001", 1, stays, "same")
    other = make.review(session, team.anna)
    bring(session, team, other, from_file(given, "x.json"))
    assert {f.cause for f in graph_of(session, other.id, "why").factors} == {None, stays}


@pytest.mark.parametrize(("change", "text"), [
    ({"statement": "x" * 201}, "The statement must be 200 characters or fewer"), ({"statement": "\x00\x01"}, "Enter what had to be true"),
    ({"category": "Fish"}, "Choose one of the categories"), ({"control": "x" * 201}, "The control must be 200"),
    ({"evidence": ["x" * 301]}, "a piece of evidence has 301 characters"), ({"probability": 0.5}, "a probability needs its source"),
])  # fmt: skip
def test_a_value_that_no_form_takes_is_refused_by_its_item(session: Session, team: Any, review: Any, change: dict[str, Any], text: str) -> None:
    factor = {"id": "a", "statement": "A", **change}
    graph = document.read({"schema": document.SCHEMA, "focus": {"id": "focus", "statement": ""}, "factors": [factor], "links": [{"cause": "a", "effect": "focus"}]})
    with pytest.raises(Invalid) as refused:
        bring(session, team, review, Draft(graph, (), "x"))
    assert text in refused.value.messages["document"][0]


def test_no_more_than_a_review_holds(session: Session, team: Any, review: Any) -> None:
    bring(session, team, review, "\n".join(f"cause {n}" for n in range(450)))
    with pytest.raises(Invalid, match="the question would have 501 causes, and 500 is the most"):
        bring(session, team, review, "\n".join(f"other {n}" for n in range(51)))
    deep = "\n".join(" " * n + f"deep {n}" for n in range(101))
    with pytest.raises(Invalid, match="more than 100 causes would stand below one another"):
        bring(session, team, review, deep, question="seen")
    assert session.scalar(sa.select(sa.func.count()).select_from(Factor)) == 450


def test_who_may_and_where(session: Session, team: Any, review: Any) -> None:
    with pytest.raises(Forbidden):
        import_causes(session, team.vera, review.record.ref, "why", "focus", from_list("A"))
    with pytest.raises(NotFound):
        bring(session, team, review, "A", "FAC-0999")
    with pytest.raises(NotFound):
        bring(session, team, review, "A", question="whence")
    other = make.factor(session, team.anna, review, "Nobody looked", question="seen")
    with pytest.raises((Refused, NotFound, KeyError)):
        bring(session, team, review, "A", other)
    with pytest.raises(Refused):
        bring(session, team, make.approved(session, team.anna), "A")
