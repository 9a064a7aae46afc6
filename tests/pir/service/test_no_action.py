"""A07 and what happened without an action: one gate each, at submit; a signed reason settles the first."""

from __future__ import annotations

from typing import Any

import make
import pytest
from sqlalchemy.orm import Session

from actions.service import add_action, transition
from kernel.errors import Forbidden, Invalid
from kernel.permission import Actor, Role
from pir.models import Review
from pir.queries.causes import questions_of
from pir.queries.document import document
from pir.queries.facts import facts_of
from pir.service.causes import decide_gate, edit_factor, find_factor
from pir.service.no_action import leave_without_action, take_back_reason
from rca.vocabulary import Confidence, StopReason


@pytest.fixture
def rooted(session: Session) -> tuple[Actor, Review, str, str]:
    """A P1 review whose event needed two causes; the first is a root cause with evidence, the second is not."""
    anna = make.facilitator(session)
    review = make.review(session, anna, severity=1)
    ends = {"stop_reason": StopReason.CONTROL_WE_OWN, "confidence": Confidence.CONFIRMED, "evidence": ["https://example.com/log"]}
    root = make.factor(session, anna, review, "The limit had been removed", **ends)
    other = make.factor(session, anna, review, "The rule was costly")
    decide_gate(session, anna, review.record.ref, "why", "focus", "all", None)
    return anna, review, root, other


def test_a_root_cause_without_strong_action_is_named_until_it_has_one(session: Session, rooted: Any) -> None:
    anna, review, root, _ = rooted
    assert "The limit had been removed" in facts_of(session, review).ends_without_action  # asked once: an action at all
    weak = {"title": "Write a runbook", "strength": "administrative", "factors": [{"factor": root, "effect": "eliminates"}]}
    add_action(session, anna, review.record.ref, weak)
    assert facts_of(session, review).root_causes_without_strong_action == ((root, "The limit had been removed"),)
    add_action(session, anna, review.record.ref, {**weak, "title": "Restore the limit", "strength": "engineer"})
    assert facts_of(session, review).root_causes_without_strong_action == ()


def test_or_a_signed_reason(session: Session, rooted: Any) -> None:
    anna, review, root, _ = rooted
    maya = make.problem_manager(session)
    add_action(session, anna, review.record.ref, {"title": "Write a runbook", "strength": "administrative", "factors": [{"factor": root, "effect": "eliminates"}]})
    before = document(session, review)
    assert all("left" not in q for q in questions_of(session, review.id))
    with pytest.raises(Forbidden):
        leave_without_action(session, anna, review.record.ref, root, reason="x")
    with pytest.raises(Invalid):
        leave_without_action(session, maya, review.record.ref, root, reason=" ")
    leave_without_action(session, maya, review.record.ref, root, reason="Taken out of service in March")
    assert facts_of(session, review).root_causes_without_strong_action == ()
    (left,) = questions_of(session, review.id)[0]["left"]
    assert (left["factor"], left["reason"], left["by"]) == (root, "Taken out of service in March", maya.name)
    take_back_reason(session, maya, review.record.ref, root)
    assert len(facts_of(session, review).root_causes_without_strong_action) == 1
    edit_factor(session, anna, review.record.ref, root, find_factor(session, review, root).record.version, {"no_action_reason": "unsigned"})
    assert len(facts_of(session, review).root_causes_without_strong_action) == 1
    edit_factor(session, anna, review.record.ref, root, find_factor(session, review, root).record.version, {"no_action_reason": None})
    assert document(session, review)["analysis"] == before["analysis"]


def test_only_severities_of_the_policy_ask(session: Session, rooted: Any) -> None:
    _, review, _, _ = rooted
    add_action(session, make.facilitator(session), review.record.ref, {"title": "Write a runbook", "factors": [{"factor": rooted[2], "effect": "detects"}]})
    assert len(facts_of(session, review).root_causes_without_strong_action) == 1
    review.severity = 3
    assert facts_of(session, review).root_causes_without_strong_action == ()


def test_what_happened_is_open_until_an_action_eliminates_a_part_of_it(session: Session, rooted: Any) -> None:
    anna, review, _, other = rooted
    words = "The limit had been removed · The rule was costly"
    assert facts_of(session, review).open_combinations == (words,)
    made = add_action(session, anna, review.record.ref, {"title": "Measure rules", "factors": [{"factor": other, "effect": "detects"}]})
    assert facts_of(session, review).open_combinations == (words,)
    stops = add_action(session, anna, review.record.ref, {"title": "Refuse costly rules", "factors": [{"factor": other, "effect": "eliminates"}]})
    assert facts_of(session, review).open_combinations == ()
    transition(session, anna, stops.record.ref, "cancel", reason="no money")
    assert facts_of(session, review).open_combinations == (words,)
    del made


def test_the_review_hears_of_an_action_that_did_not_work(session: Session, rooted: Any) -> None:
    import wiring
    from kernel import event

    anna, review, _, other = rooted
    event.subscribe(wiring.SUBSCRIBERS)
    raj = make.actor(make.person(session, "Raj Patel", Role.CONTRIBUTOR))
    made = add_action(session, anna, review.record.ref, {"title": "Refuse costly rules", "owner": raj.person_id, "factors": [{"factor": other, "effect": "eliminates"}]})
    transition(session, raj, made.record.ref, "claim_done", claim="done", evidence="CHG1")
    transition(session, anna, made.record.ref, "verify")
    transition(session, anna, made.record.ref, "find_not_effective", reason="it happened again")
    said = [entry for entry in session.info["audit"] if entry["verb"] == "hear of action"]
    assert [(entry["record"], entry["after"]["action"]) for entry in said] == [(review.id, made.record.ref)]
