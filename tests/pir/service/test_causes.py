"""The cause graph as stored: links, circles, gates, evidence."""

from __future__ import annotations

import make
import pytest
from sqlalchemy.orm import Session

from incidents.models import TimelineEntry
from kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from pir.queries.causes import graph_of, questions_of
from pir.service import causes, lifecycle
from pir.service.timeline import of_review
from rca.vocabulary import Gate, StopReason


@pytest.fixture
def anna(session: Session):
    return make.facilitator(session)


@pytest.fixture
def review(session: Session, anna):
    return make.review(session, anna)


def test_an_analysis_always_asks_three_questions(session: Session, review) -> None:
    assert [q["question"] for q in questions_of(session, review.id)] == ["why", "seen", "last"]


def test_causes_stand_in_the_order_in_which_they_came(session: Session, anna, review) -> None:
    refs = [make.factor(session, anna, review, f"Statement {n}") for n in range(4)]
    assert [f.id for f in graph_of(session, review.id, "why").causes_of("focus")] == refs


def test_one_factor_may_lead_to_two_effects(session: Session, anna, review) -> None:
    writes = make.factor(session, anna, review, "Writes stopped")
    standby = make.factor(session, anna, review, "No standby took over")
    disk = make.factor(session, anna, review, "Logs and replication shared one disk", writes)
    causes.link_factor(session, anna, review.record.ref, disk, standby)
    assert set(graph_of(session, review.id, "why").effects_of(disk)) == {writes, standby}


def test_a_circle_is_refused_by_its_path(session: Session, anna, review) -> None:
    a = make.factor(session, anna, review, "A was true")
    b = make.factor(session, anna, review, "B was true", a)
    c = make.factor(session, anna, review, "C was true", b)
    with pytest.raises(Invalid) as refused:
        causes.link_factor(session, anna, review.record.ref, a, c)
    (text,) = refused.value.messages["effect"]
    assert text == "This would make a circle: “A was true” → “C was true” → “B was true” → “A was true”" or (
        text == "This would make a circle: “A was true” → “B was true” → “C was true” → “A was true”"
    )


def test_the_same_link_twice_is_refused(session: Session, anna, review) -> None:
    a = make.factor(session, anna, review, "A was true")
    with pytest.raises(Invalid, match="already"):
        causes.link_factor(session, anna, review.record.ref, a, "focus")


def test_a_cause_of_another_question_is_refused(session: Session, anna, review) -> None:
    why = make.factor(session, anna, review, "A was true")
    seen = make.factor(session, anna, review, "Nobody looked", question="seen")
    with pytest.raises(Refused, match="same question"):
        causes.link_factor(session, anna, review.record.ref, seen, why)


def test_a_factor_of_another_review_is_not_found(session: Session, anna, review) -> None:
    other = make.review(session, anna)
    foreign = make.factor(session, anna, other, "Elsewhere")
    with pytest.raises(NotFound):
        causes.link_factor(session, anna, review.record.ref, foreign, "focus")


def test_a_gate_is_not_assumed(session: Session, anna, review) -> None:
    make.factor(session, anna, review, "A was true")
    make.factor(session, anna, review, "B was true")
    assert graph_of(session, review.id, "why").focus.gate is Gate.NOT_DECIDED


def test_a_gate_is_decided_and_taken_back(session: Session, anna, review) -> None:
    ref = review.record.ref
    for name in "ABC":
        make.factor(session, anna, review, f"{name} was true")
    causes.decide_gate(session, anna, ref, "why", "focus", "k_of_n", 2)
    focus = graph_of(session, review.id, "why").focus
    assert (focus.gate, focus.k) == (Gate.K_OF_N, 2)
    causes.decide_gate(session, anna, ref, "why", "focus", "not_decided", None)
    focus = graph_of(session, review.id, "why").focus
    assert (focus.gate, focus.k) == (Gate.NOT_DECIDED, None)


@pytest.mark.parametrize("k", [None, 0, 1, 3, 4])
def test_k_has_to_be_between(session: Session, anna, review, k: int | None) -> None:
    for name in "ABC":
        make.factor(session, anna, review, f"{name} was true")
    with pytest.raises(Invalid) as refused:
        causes.decide_gate(session, anna, review.record.ref, "why", "focus", "k_of_n", k)
    assert refused.value.messages == {"k": ["k must be 2 or more and less than the number of causes (3)"]}


def test_taking_a_link_away_takes_back_a_vote_that_is_no_longer_possible(session: Session, anna, review) -> None:
    refs = [make.factor(session, anna, review, f"{name} was true") for name in "ABC"]
    causes.decide_gate(session, anna, review.record.ref, "why", "focus", "k_of_n", 2)
    causes.unlink_factor(session, anna, review.record.ref, refs[0], "focus")
    graph = graph_of(session, review.id, "why")
    assert graph.focus.gate is Gate.NOT_DECIDED
    assert [f.id for f in graph.unlinked()] == [refs[0]]


def test_evidence_from_the_timeline_and_from_elsewhere(session: Session, anna, review) -> None:
    entry = of_review(session, review.id)[0]
    ref = make.factor(session, anna, review, "The volume was full", stop_reason=StopReason.CONTROL_WE_OWN,
                      evidence=[f"entry:{entry.id}", "https://example.com/graph", "Disk graph"])
    factor = graph_of(session, review.id, "why").factor(ref)
    assert factor.evidence == (
        "14:03 Log volume full; checkout answered 503", "E 1 https://example.com/graph", "E 2 Disk graph",
    )
    assert [f.id for f in graph_of(session, review.id, "why").root_causes()] == [ref]


def test_evidence_that_is_not_there_is_refused(session: Session, anna, review) -> None:
    foreign = of_review(session, make.review(session, anna).id)[0]
    with pytest.raises(Invalid, match="not there any more"):
        make.factor(session, anna, review, "The volume was full", evidence=[f"entry:{foreign.id}"])


def test_a_stale_edit_shows_both_texts(session: Session, anna, review) -> None:
    ref = make.factor(session, anna, review, "The volume was full")
    record = causes.find_factor(session, review, ref).record
    causes.edit_factor(session, anna, review.record.ref, ref, record.version, {"statement": "The log volume was full"})
    with pytest.raises(Stale) as stale:
        causes.edit_factor(session, anna, review.record.ref, ref, 1, {"statement": "The disk was full"})
    (clash,) = stale.value.clashes
    assert (clash.theirs, clash.yours) == ("The log volume was full", "The disk was full")


def test_a_viewer_may_not(session: Session, review) -> None:
    with pytest.raises(Forbidden):
        causes.set_focus(session, make.viewer(session), review.record.ref, "why", "Something")


def test_a_signed_review_is_closed_to_changes(session: Session, anna) -> None:
    review = make.approved(session, anna)
    with pytest.raises(Refused, match="amend"):
        make.factor(session, anna, review, "Too late")
    lifecycle.transition(session, anna, review.record.ref, "amend", reason="A new fact")
    assert make.factor(session, anna, review, "In version 2")


def test_an_unknown_question_is_not_found(session: Session, anna, review) -> None:
    with pytest.raises(NotFound):
        causes.set_focus(session, anna, review.record.ref, "whence", "Something")


def test_an_entry_that_came_with_the_incident_is_evidence_as_well(session: Session) -> None:
    by = make.facilitator(session)
    review = make.review(session, by)
    other = make.incident(session, by, title="Another", ref="INC0099999", times={})
    lead = review.incidents[0].incident_id
    notes = [TimelineEntry(record_id=of, at=make.at(), zone="UTC", text="Volume full", actor="Bo Li") for of in (lead, other.id)]
    session.add_all(notes)
    session.flush()
    ref = make.factor(session, by, review, "The volume was full", evidence=[f"entry:{notes[0].id}"])
    assert [e.entry_id for e in causes.find_factor(session, review, ref).evidence] == [notes[0].id]
    with pytest.raises(Invalid):
        make.factor(session, by, review, "Another", evidence=[f"entry:{notes[1].id}"])
