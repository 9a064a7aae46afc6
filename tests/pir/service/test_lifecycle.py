"""Sign-off: a second person, the frozen snapshot, versions, waiving; each by the table."""

from __future__ import annotations

import json

import make
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from kernel.errors import Forbidden, Refused, Stale
from pir.models import Approval, ReviewIncident, Snapshot
from pir.queries.document import content, document
from pir.rules.content import content_hash
from pir.service.content import edit_story
from pir.service.lifecycle import check, transition


def test_the_whole_way(session, team):
    review = make.review(session, team.anna)
    ref = review.record.ref
    for actor, name, state in [(team.anna, "submit", "in_review"), (team.maya, "approve", "approved"), (team.maya, "publish", "published")]:
        assert transition(session, actor, ref, name).state.value == state
    signed = session.execute(sa.select(Approval.decision, Approval.role).order_by(Approval.id)).all()
    assert [(d.value, role) for d, role in signed] == [("submitted", "facilitator"), ("approved", "problem_manager")]


def test_the_submitter_does_not_approve(session, team):
    both = make.actor(make.person(session, "Olga Both", make.Role.FACILITATOR, make.Role.PROBLEM_MANAGER))
    review = make.submitted(session, both)
    with pytest.raises(Refused) as refused:
        transition(session, both, review.record.ref, "approve")
    assert refused.value.obstacles[0].text == "You submitted this review. Somebody else has to approve it."
    with pytest.raises(Forbidden):
        transition(session, team.raj, review.record.ref, "approve")  # a facilitator holds no approval


def test_what_is_missing_are_hints_under_small_team_and_blocks_under_regulated(session, team):
    review = make.review(session, team.anna, entries=())
    found = check(session, team.anna, review, "submit")
    assert found.obstacles == () and "The timeline has no entry." in [o.text for o in found.hints]
    session.execute(sa.text("UPDATE organisation SET policy_key = 'regulated'"))
    strict = make.review(session, team.anna, entries=())
    with pytest.raises(Refused) as refused:
        transition(session, team.anna, strict.record.ref, "submit")
    assert "The timeline has no entry." in [o.text for o in refused.value.obstacles]


def test_the_snapshot_is_what_was_signed(session, team):
    review = make.submitted(session, team.anna)
    snapshot = session.scalars(sa.select(Snapshot)).one()
    frozen = json.loads(snapshot.document)
    assert content_hash(content(frozen)) == snapshot.content_hash
    assert content(document(session, review)) == content(frozen)  # a signature does not change what it covers
    ref = review.record.ref
    transition(session, team.maya, ref, "return_to_author", reason="The gap at 14:21 is open")
    edit_story(session, team.anna, ref, review.record.version, {"summary": "Now told."})
    assert content_hash(content(document(session, review))) != snapshot.content_hash
    transition(session, team.anna, ref, "submit")
    assert [s.number for s in session.scalars(sa.select(Snapshot).order_by(Snapshot.id))] == [1, 2]


def test_nobody_signs_what_changed_meanwhile(session, team):
    review = make.submitted(session, team.anna)
    seen = review.record.version
    ref = review.record.ref
    transition(session, team.anna, ref, "withdraw")
    edit_story(session, team.anna, ref, review.record.version, {"summary": "Other words"})
    transition(session, team.anna, ref, "submit")
    with pytest.raises(Stale):
        transition(session, team.maya, ref, "approve", version=seen)
    assert transition(session, team.maya, ref, "approve", version=review.record.version).state.value == "approved"


def test_an_amended_review_is_version_2_and_needs_approval_again(session, team):
    review = make.approved(session, team.anna, team.maya)
    ref = review.record.ref
    with pytest.raises(Refused):
        transition(session, team.anna, ref, "amend")
    transition(session, team.anna, ref, "amend", reason="The count was wrong")
    assert (review.edition, review.state.value, review.approved_at) == (2, "draft", None)
    transition(session, team.anna, ref, "submit")
    assert [s.edition for s in session.scalars(sa.select(Snapshot).order_by(Snapshot.id))] == [1, 2]


def test_a_waived_review_frees_its_incident(session, team):
    review = make.review(session, team.anna, incident_ref="INC0012345")
    with pytest.raises(Forbidden):
        transition(session, team.anna, review.record.ref, "waive", reason="A drill")
    transition(session, team.maya, review.record.ref, "waive", reason="A drill")
    link = session.scalars(sa.select(ReviewIncident)).one()
    session.refresh(link)
    assert (link.is_live, review.waived_reason) == (False, "A drill")


def test_the_database_itself_refuses_a_second_live_review(session, team):
    first = make.review(session, team.anna)
    second = make.review(session, team.anna)
    incident = first.incidents[0].incident_id
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(sa.update(ReviewIncident).where(ReviewIncident.review_id == second.id).values(incident_id=incident))
