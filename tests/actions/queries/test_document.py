"""The actions in the shape of the snapshot document, and which causes they really stop."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy.orm import Session

from actions.queries import answered_factor_refs, for_document, strong_factor_refs
from actions.rules.policy import Expectation, counts_as_strong
from actions.service import move_due, transition


def test_the_shape(session: Session, acts: Any) -> None:
    anna, raj, maya = acts.facilitator(session), acts.owner(session), acts.problem_manager(session)
    source = acts.source(session)
    one, two = acts.factor(session, source), acts.factor(session, source, "No alert")
    made = acts.action(session, anna, source, measure="Lag", external_ref="CHG1", factors=[
        {"factor": two, "effect": "detects", "probability": None}, {"factor": one, "effect": "eliminates", "probability": None},
    ])
    ref = made.record.ref
    move_due(session, raj, ref, 1, due=acts.days(45), reason="later")
    transition(session, raj, ref, "claim_done", claim="CHG1")
    transition(session, maya, ref, "verify")
    bare = acts.action(session, anna, source, owner=None, due=None, strength=None)
    acts.action(session, anna, acts.source(session))
    found = for_document(session, source.id)
    assert json.loads(json.dumps(found)) == found
    assert found[0] == {
        "ref": ref, "title": "Add an alert on replica lag", "type": "prevent", "strength": "engineer", "owner": "Raj Patel",
        "due": acts.days(45).isoformat(), "original_due": acts.days(30).isoformat(), "moves": 1, "state": "verified",
        "shown_as": "checked", "measure": "Lag",
        "factors": [{"ref": one, "effect": "eliminates"}, {"ref": two, "effect": "detects"}],
        "verified_by": "Maya Lindqvist", "verified_at": made.verified_at.isoformat().replace("+00:00", "Z"),
        "external_ref": "CHG1", "reason": None,
    }
    assert found[1] == {
        "ref": bare.record.ref, "title": "Add an alert on replica lag", "type": "prevent", "strength": None, "owner": None,
        "due": None, "original_due": None, "moves": 0, "state": "proposed", "shown_as": "to_do", "measure": "",
        "factors": [], "verified_by": None, "verified_at": None, "external_ref": None, "reason": None,
    }
    assert len(found) == 2


def test_strong(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    refs = [acts.factor(session, source, f"Cause {n}") for n in range(6)]

    def act(ref: str, effect: str, strength: str | None) -> Any:
        return acts.action(session, anna, source, strength=strength, factors=[{"factor": ref, "effect": effect, "probability": None}])

    act(refs[0], "eliminates", "eliminate")
    act(refs[1], "reduces", "engineer")
    act(refs[2], "detects", "engineer")
    act(refs[3], "eliminates", "administrative")
    dropped = act(refs[4], "eliminates", "engineer")
    act(refs[5], "eliminates", None)
    transition(session, anna, dropped.record.ref, "cancel", reason="no")
    held = for_document(session, source.id)
    assert strong_factor_refs(held) == strong_factor_refs(held, counts_as_strong(Expectation())) == {refs[0], refs[1]}
    assert strong_factor_refs(held, counts_as_strong(Expectation(terms={"least_strength": "administrative"}))) == {refs[0], refs[1], refs[3]}
    assert strong_factor_refs(held, counts_as_strong(Expectation(terms={"least_strength": "eliminate"}))) == {refs[0]}
    assert strong_factor_refs(for_document(session, acts.source(session).id)) == frozenset()


def test_answered(session: Session, acts: Any) -> None:
    maya, source = acts.problem_manager(session), acts.source(session)
    refs = [acts.factor(session, source, f"Cause {n}") for n in range(4)]
    made = [acts.action(session, maya, source, factors=[{"factor": ref, "effect": "detects", "probability": None}]) for ref in refs[:3]]
    transition(session, maya, made[1].record.ref, "cancel", reason="no")
    transition(session, maya, made[2].record.ref, "accept_risk", reason="Costs more than it saves", expires_on=acts.days(90))
    assert answered_factor_refs(for_document(session, source.id)) == {refs[0], refs[2]}, "an accepted risk is a reason, a cancelled action is none"
