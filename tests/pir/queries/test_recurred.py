"""An earlier action was expected to prevent what was met again: asked, never decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import make
import pytest
from sqlalchemy.orm import Session

from actions.service import add_action, transition
from kernel import clock
from kernel.permission import Actor, Role
from pir.models import Review
from pir.queries.recurred import recurred
from pir.service.known_causes import merge_cause

KNOWN = "A log volume fills unseen"


def earlier(session: Session, by: Actor, known: str, **given: Any) -> str:
    """The action of a review, checked today."""
    raj = make.actor(make.person(session, "Raj Patel", Role.CONTRIBUTOR))
    review = make.review(session, by, severity=2)
    factor = make.factor(session, by, review, "The log volume had no limit", cause=known)
    action = add_action(session, by, review.record.ref, {
        "title": "Limit the log volume", "owner": raj.person_id, "factors": [{"factor": factor, "effect": given.get("effect", "eliminates")}]})
    transition(session, raj, action.record.ref, "claim_done", claim="CHG1", evidence="CHG1")
    if given.get("checked", True):
        transition(session, by, action.record.ref, "verify")
    return action.record.ref


def later(session: Session, by: Actor) -> Review:
    """A review of half a year later."""
    with clock.told(clock.now() + timedelta(days=180)):
        return make.review(session, by)


@pytest.fixture
def anna(session: Session) -> Actor:
    return make.facilitator(session)


def test_a_cause_that_was_stopped_and_recurred(session: Session, anna: Actor) -> None:
    known = make.cause(session, make.problem_manager(session), KNOWN)
    ref = earlier(session, anna, known)
    review = later(session, anna)
    assert recurred(session, anna, review) == []
    make.factor(session, anna, review, "The log volume was full", cause=known)
    (found,) = recurred(session, anna, review)
    assert (found.action, found.statement, found.known) == (ref, "The log volume was full", KNOWN)
    assert found.verified_at.date() == clock.now().date()


@pytest.mark.parametrize("given", [{"checked": False}, {"effect": "detects"}])
def test_only_what_was_checked_and_was_to_prevent_it(session: Session, anna: Actor, given: dict[str, Any]) -> None:
    known = make.cause(session, make.problem_manager(session), KNOWN)
    earlier(session, anna, known, **given)
    review = later(session, anna)
    make.factor(session, anna, review, "The log volume was full", cause=known)
    assert recurred(session, anna, review) == []


def test_merged_causes_are_the_same_and_others_are_not(session: Session, anna: Actor) -> None:
    maya = make.problem_manager(session)
    old, new, other = (make.cause(session, maya, name) for name in (KNOWN, "A volume fills", "A certificate ends"))
    ref = earlier(session, anna, old)
    review = later(session, anna)
    make.factor(session, anna, review, "The certificate had ended", cause=other)
    make.factor(session, anna, review, "The volume was full", cause=new)
    assert recurred(session, anna, review) == []
    merge_cause(session, maya, old, 1, new, "one and the same")
    assert [one.action for one in recurred(session, anna, review)] == [ref]
