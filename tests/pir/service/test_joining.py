"""Several incidents in one review, two reviews made one, proposals that are declined."""

from __future__ import annotations

from datetime import timedelta

import make
import pytest
import sqlalchemy as sa

from kernel.errors import Forbidden, Invalid, Refused
from kernel.permission import Actor, Role
from kernel.record import Scope
from pir.links import reviews_of_incidents
from pir.models import ClockKind, ReviewIncident
from pir.queries.document import document
from pir.queries.joining import covered, offered
from pir.queries.proposals import proposals
from pir.rules.clock import Happened
from pir.service import joining
from pir.service.lifecycle import transition
from pir.service.opening import open_for_incident
from pir.service.proposals import decline

START = make.at()  # Friday 14:03, over at 15:21


@pytest.fixture
def review(session, team):
    return make.review(session, team.anna, services=["Checkout"], incident_ref="INC1")


def incident(session, team, ref, *, minutes=0, lasted=78, service="Checkout", severity=3, **given):
    return make.incident(session, team.anna, ref=ref, title=f"Title of {ref}", severity=severity, service_ids=[make.service(session, service).id],
                         times=make.times_of(START + timedelta(minutes=minutes), lasted), **given)


def join(session, team, review, ref):
    return joining.join(session, team.anna, review.record.ref, review.record.version, ref)


def test_relatives_and_overlapping_incidents_of_the_service_are_offered(session, team, review):
    incident(session, team, "INC2", minutes=30)
    incident(session, team, "INC3", minutes=78)  # begins when the other ends
    incident(session, team, "INC4", minutes=-60, lasted=90)
    incident(session, team, "INC5", minutes=30, service="Statements")
    child = incident(session, team, "INC6", minutes=2000, service="Statements")
    child.parent_number = "INC1"
    session.flush()
    assert [(o.ref, o.why, o.review) for o in offered(session, team.anna, review)] == [
        ("INC2", "Checkout, at the same time for 48 min", None), ("INC4", "Checkout, at the same time for 30 min", None),
        ("INC6", "child of INC1", None)]  # fmt: skip
    other = open_for_incident(session, team.anna, "INC2")
    join(session, team, review, "INC4")
    assert [(o.ref, o.review) for o in offered(session, team.anna, review)] == [("INC2", other.record.ref), ("INC6", None)]
    assert [(c.ref, c.is_lead) for c in covered(session, team.anna, review)] == [("INC1", True), ("INC4", False)]


def test_the_lead_can_be_another_and_the_clocks_follow(session, team, review):
    incident(session, team, "INC2", minutes=60)
    join(session, team, review, "INC2")
    joining.make_lead(session, team.anna, review.record.ref, review.record.version, "INC2")
    session_clock = next(c for c in review.clocks if c.kind is ClockKind.SESSION)
    assert session_clock.due_at == make.at("2026-11-23 16:21")
    assert [e.what for e in review.clock_events] == [Happened.STARTED, Happened.STARTED]
    assert [i["ref"] for i in document(session, review)["incidents"]] == ["INC2", "INC1"]
    with pytest.raises(Refused, match="leads this review"):
        joining.take_out(session, team.anna, review.record.ref, review.record.version, "INC2")
    joining.take_out(session, team.anna, review.record.ref, review.record.version, "INC1")
    assert [c.ref for c in covered(session, team.anna, review)] == ["INC2"]


def test_what_cannot_join(session, team, review):
    incident(session, team, "INC2")
    other = open_for_incident(session, team.anna, "INC2")
    secret = make.review(session, team.maya, title="Secret", classification="restricted", incident_ref="INC9")
    for ref, words in (("INC1", "in this review already"), ("INC2", f"in {other.record.ref}. Merge"), ("INC9", "no incident INC9 that you may see"), ("INC77", "no incident INC77 that you may see")):
        with pytest.raises(Invalid, match=words):
            join(session, team, review, ref)
    incident(session, team, "INC3")
    joining.join(session, team.maya, secret.record.ref, secret.record.version, "INC3")
    with pytest.raises(Invalid, match="no incident INC3 that you may see"):
        join(session, team, review, "INC3")


def test_two_reviews_are_made_one(session, team, review):
    incident(session, team, "INC2", minutes=30)
    other = open_for_incident(session, team.anna, "INC2")
    ref = other.record.ref
    with pytest.raises(Forbidden):
        joining.merge(session, team.anna, ref, other.record.version, review.record.ref, "One outage")
    for into, reason, field in ((ref, "x", "into"), ("PIR-2026-9999", "x", "into"), (review.record.ref, " ", "reason")):
        with pytest.raises(Invalid) as wrong:
            joining.merge(session, team.maya, ref, other.record.version, into, reason)
        assert list(wrong.value.messages) == [field]
    target = joining.merge(session, team.maya, ref, other.record.version, review.record.ref, "One outage")
    assert target is review
    assert [(c.ref, c.is_lead) for c in covered(session, team.anna, review)] == [("INC1", True), ("INC2", False)]
    assert (other.state.value, other.merged_into_id, other.waived_reason) == ("waived", review.id, "One outage")
    assert document(session, other)["incidents"][0]["ref"] == "INC2", "what it held stays readable"
    live = session.execute(sa.select(ReviewIncident.review_id).where(ReviewIncident.is_live, ReviewIncident.is_lead)).scalars().all()
    assert live == [review.id]
    with pytest.raises(Refused, match="merged into"):
        transition(session, team.maya, ref, "unwaive", reason="No")


def test_a_merge_never_opens_what_is_restricted(session, team, review):
    incident(session, team, "INC2")
    secret = make.review(session, team.maya, title="Secret", classification="restricted", incident_ref="INC9")
    with pytest.raises(Refused, match="is restricted"):
        joining.merge(session, team.maya, secret.record.ref, secret.record.version, review.record.ref, "One outage")
    joining.merge(session, team.maya, review.record.ref, review.record.version, secret.record.ref, "One outage")
    taken = {c.ref for c in covered(session, team.maya, secret)}
    assert taken == {"INC1", "INC9"}
    assert covered(session, team.anna, review) == []
    from incidents.queries.incident import find

    assert find(session, team.maya, "INC1").record.scope is Scope.RESTRICTED


def test_only_drafts_are_merged(session, team, review):
    incident(session, team, "INC2")
    other = open_for_incident(session, team.anna, "INC2")
    transition(session, team.anna, review.record.ref, "submit")
    with pytest.raises(Refused, match="Only drafts"):
        joining.merge(session, team.maya, other.record.ref, other.record.version, review.record.ref, "One outage")


def test_a_proposal_is_opened_or_declined(session, team, review):
    long = incident(session, team, "INC2", severity=2, lasted=180)
    incident(session, team, "INC3", severity=2, lasted=60)
    incident(session, team, "INC4", severity=2, lasted=200)
    incident(session, team, "INC5", severity=2, lasted=200, minutes=-60 * 24 * 30)
    assert {(p.ref, p.lasted) for p in proposals(session, team.anna)} == {("INC2", timedelta(hours=3)), ("INC4", timedelta(minutes=200))}
    with pytest.raises(Refused, match="No review of INC3"):
        decline(session, team.maya, "INC3", "Short")
    with pytest.raises(Invalid, match="reason"):
        decline(session, team.maya, "INC2", "")
    decline(session, team.maya, "INC2", "A drill of the supplier")
    open_for_incident(session, team.anna, "INC4")
    assert proposals(session, team.anna) == []
    assert reviews_of_incidents(session, team.anna, [long.id]) == {long.id: (None, None, "No review: A drill of the supplier")}


@pytest.mark.parametrize("role", list(Role))
def test_who_may(session, team, review, role):
    incident(session, team, "INC2", severity=2, lasted=180)
    incident(session, team, "INC3")
    somebody = Actor(team.vera.person_id, "somebody", frozenset({role}), "form")
    acts = [
        ({Role.FACILITATOR, Role.INCIDENT_MANAGER, Role.PROBLEM_MANAGER},
         lambda: joining.join(session, somebody, review.record.ref, review.record.version, "INC3")),
        ({Role.INCIDENT_MANAGER, Role.PROBLEM_MANAGER}, lambda: decline(session, somebody, "INC2", "A drill")),
    ]  # fmt: skip
    for allowed, act in acts:
        if role in allowed:
            act()
        else:
            with pytest.raises(Forbidden):
                act()
