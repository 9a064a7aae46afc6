"""Sign-off by the chain through the service: owners of their services, deputies with dates, restricted reviews, returns."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import make
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from kernel.errors import DebriefError, Forbidden, NotFound, Refused
from kernel.permission import Role, machine
from organisation.models import Deputy, PersonRole, Policy
from organisation.service.deputy import add_deputy
from pir.models import Approval, Decision, Snapshot
from pir.queries.document import document
from pir.queries.signing import signing_of
from pir.queries.waiting import waiting_for
from pir.rules.lifecycle import ReviewState
from pir.rules.result import Result
from pir.service import content
from pir.service.lifecycle import check, offered, transition

HINTS_ONLY = {"chain": ["service_owner", "problem_manager"], "order": "in_order"}


def chained(session, approvals=None, **gates):
    """The organisation follows a version of *Regulated* whose gates only hint."""
    session.execute(sa.text("UPDATE organisation SET policy_key = 'regulated'"))
    policy = session.scalars(sa.select(Policy).where(Policy.key == "regulated")).one()
    policy.terms = {**policy.terms, "approvals": approvals or HINTS_ONLY,
                    "gates": {**dict.fromkeys(policy.terms["gates"], "hint"), **gates}}
    session.flush()


def owner(session, name="Olga Owner", service="Checkout"):
    person = make.person(session, name, Role.VIEWER)
    person.roles.append(PersonRole(role=Role.SERVICE_OWNER, service_id=make.service(session, service).id))
    session.flush()
    return make.actor(person)


def reviewed(session, team, **given_):
    return make.submitted(session, team.anna, **{"services": ["Checkout"], **given_})


def refused(session, actor, ref, name="approve", **more):
    with pytest.raises(Refused) as found:
        transition(session, actor, ref, name, **more)
    return found.value.obstacles[0].text


def deputise(session, person, deputy, first="2026-11-01", last="2026-11-30"):
    person_row, deputy_row = (session.get_one(type(make.person(session, a.name)), a.person_id) for a in (person, deputy))
    add_deputy(session, person, person_row, deputy_row, starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))


def test_service_owner_then_problem_manager(session, team):
    chained(session)
    olga = owner(session)
    ref = reviewed(session, team).record.ref
    assert refused(session, team.maya, ref) == "The signature that is waited for is that of the service owner."
    assert [w.why for w in waiting_for(session, olga)] == ["version 1 waits for the signature of the service owner"]
    assert waiting_for(session, team.maya) == []
    assert transition(session, olga, ref, "approve").state is ReviewState.IN_REVIEW
    assert waiting_for(session, olga) == []
    review = transition(session, team.maya, ref, "approve")
    assert review.state is ReviewState.APPROVED and review.approved_at is not None
    signed = [(a["step"], a["role"], a["name"]) for a in document(session, review)["approvals"] if a["step"]]
    assert signed == [(1, "service_owner", "Olga Owner"), (2, "problem_manager", "Maya Lindqvist")]


def test_an_owner_of_another_service_does_not_sign_nor_return(session, team):
    chained(session)
    owner(session)
    other = owner(session, "Otto Other", "Statements")
    ref = reviewed(session, team).record.ref
    assert refused(session, other, ref) == "The signature that is waited for is that of the service owner."
    assert refused(session, other, ref, "return_to_author", reason="Thin").startswith("You own none of the services")


def test_the_named_owner_of_a_service_is_one_by_the_catalogue(session, team):
    chained(session)
    make.service(session, "Checkout").owner_id = team.raj.person_id
    session.flush()
    ref = reviewed(session, team).record.ref
    with pytest.raises(Forbidden):  # the catalogue gives the right to sign this review, not the verb in every review
        transition(session, team.carl, ref, "approve")
    transition(session, team.raj, ref, "approve")  # a facilitator, who holds no approval anywhere else


def test_where_no_service_has_an_owner_the_one_named_in_the_review_signs(session, team):
    chained(session)
    ref = reviewed(session, team, services=["Statements"], people=[(team.anna.person_id, "facilitator"), (team.carl.person_id, "service_owner")]).record.ref
    transition(session, team.carl, ref, "approve")
    owner(session, "Late Owner", "Statements")
    review = transition(session, team.maya, ref, "return_to_author", reason="Once more")
    transition(session, team.anna, ref, "submit")
    assert refused(session, team.carl, ref) == "The signature that is waited for is that of the service owner."
    assert review.state is ReviewState.IN_REVIEW


def test_a_deputy_signs_for_the_person_on_their_days(session, team):
    chained(session)
    olga = owner(session)
    deputise(session, olga, team.vera)
    deputise(session, team.maya, team.carl, "2026-11-01", "2026-11-22")  # it is the 23rd
    review = reviewed(session, team)
    ref = review.record.ref
    with pytest.raises(Forbidden):
        transition(session, team.carl, ref, "approve")
    assert [w.why for w in waiting_for(session, team.vera)] == ["version 1 waits for the signature of the service owner, for Olga Owner"]
    assert "approve" in {t.name for t in offered(session, team.vera, review)}
    transition(session, team.vera, ref, "approve")
    row = session.scalars(sa.select(Approval).where(Approval.step == 1)).one()
    assert (row.person_id, row.for_id, row.role) == (team.vera.person_id, olga.person_id, "service_owner")
    told = document(session, review)["versions"][-1]
    assert (told["by"], told["what"]) == ("Vera Outside for Olga Owner", "Approved as service owner")
    assert refused(session, olga, ref) == "You have approved this version already. It waits for another person."


def test_the_submitter_signs_neither_nor_is_signed_for(session, team):
    chained(session, {"needed": 1})
    both = make.actor(make.person(session, "Olga Both", Role.FACILITATOR, Role.PROBLEM_MANAGER))
    deputise(session, both, team.vera)
    deputise(session, team.maya, both)
    ref = make.submitted(session, both).record.ref
    assert refused(session, both, ref) == "You submitted this review. Somebody else has to approve it."
    assert refused(session, team.vera, ref).startswith("The signature that is waited for")
    assert refused(session, machine(), ref).startswith("A signature needs a person")


def test_in_any_order_one_chooses_as_what(session, team):
    chained(session, {"chain": ["service_owner", "problem_manager"], "order": "any"})
    both = make.actor(make.person(session, "Olga Both", Role.SERVICE_OWNER, Role.PROBLEM_MANAGER))
    review = reviewed(session, team)
    ref = review.record.ref
    assert refused(session, team.maya, ref, as_role="service_owner") == "You cannot sign as service owner now."
    transition(session, both, ref, "approve", as_role="problem_manager")
    assert [s.step for s in signing_of(session, review).signed] == [2]
    assert refused(session, both, ref).startswith("You have approved this version already")


def test_a_restricted_review_is_signed_by_those_who_take_part(session, team):
    chained(session)
    olga = owner(session)
    people = [(team.anna.person_id, "facilitator"), (team.raj.person_id, "service_owner")]
    review = reviewed(session, team, classification="restricted", people=people)
    held = signing_of(session, review).may_sign
    assert held["service_owner"] == frozenset() and held["problem_manager"] == frozenset()
    with pytest.raises(NotFound):
        transition(session, olga, review.record.ref, "approve")
    assert waiting_for(session, olga) == []


def test_that_nobody_is_left_to_sign_is_said_before_submitting(session, team):
    chained(session, signers="block")
    review = make.review(session, team.anna, services=["Checkout"])
    text = "Nobody is left who may sign as service owner. Name an owner of the service, or somebody with this role."
    assert text in [o.text for o in check(session, team.anna, review, "submit").obstacles]
    owner(session)
    assert check(session, team.anna, review, "submit").obstacles == ()


def test_the_database_itself_refuses_a_second_signature(session, team):
    chained(session)
    olga = owner(session)
    ref = reviewed(session, team).record.ref
    transition(session, olga, ref, "approve")
    first = session.scalars(sa.select(Approval).where(Approval.step == 1)).one()
    same = {"review_id": first.review_id, "snapshot_id": first.snapshot_id, "edition": 1, "role": "x", "decision": Decision.APPROVED,
            "method": "sign-in"}
    for values in ({"step": 1, "person_id": team.maya.person_id}, {"step": 2, "person_id": olga.person_id}, {"step": None, "person_id": team.maya.person_id},
                   {"step": 2, "person_id": team.maya.person_id, "for_id": team.maya.person_id}):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.add(Approval(**same, **values))
            session.flush()


def test_a_probable_cause_is_a_result(session, team):
    chained(session, root_cause="block")
    review = make.review(session, team.anna)
    make.factor(session, team.anna, review, "The log volume was full")
    ref = review.record.ref
    missing = "If the analysis goes on elsewhere, say so in the result."
    assert any(missing in o.text for o in check(session, team.anna, review, "submit").obstacles)
    content.set_result(session, team.anna, ref, review.record.version, result=Result.CONFIRMED, result_words="", continues_in="")
    (found,) = [o.text for o in check(session, team.anna, review, "submit").obstacles]
    assert found.startswith("The result says that the cause is confirmed, but no path")
    content.set_result(session, team.anna, ref, review.record.version, result=Result.PROBABLE, result_words="Full log", continues_in="PRB-0042")
    assert check(session, team.anna, review, "submit").obstacles == ()
    assert document(session, review)["result"] == {"kind": "probable", "words": "Full log", "continues_in": "PRB-0042"}


STEPS = ("submit", "approve", "return_to_author", "withdraw", "amend", "publish")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(range(7)), st.sampled_from(STEPS)), max_size=14))
def test_no_sequence_approves_without_the_whole_chain(session, team, tries):
    """Whoever tries whatever: an approved version has each step signed by another person, none of whom submitted it."""
    people = _cast(session, team)
    review = make.review(session, team.anna, services=["Checkout"])
    for number, name in tries:
        with suppress(DebriefError):
            transition(session, people[number], review.record.ref, name, reason="Because")
        _holds(session, review)


def _cast(session, team):
    """Facilitators, owner, manager, one who is all of it, a deputy of the manager, a manager who stands in for the owner."""
    is_new = session.scalar(sa.select(Deputy.id).limit(1)) is None
    olga = owner(session) if is_new else make.actor(make.person(session, "Olga Owner"))
    if is_new:
        chained(session)
        deputise(session, team.maya, team.vera)
        deputise(session, olga, team.maya)
    both = make.actor(make.person(session, "Bo Both", Role.FACILITATOR, Role.SERVICE_OWNER, Role.PROBLEM_MANAGER))
    return (team.anna, team.raj, team.maya, team.vera, olga, both, machine())


def _holds(session, review):
    session.refresh(review)
    if review.state not in {ReviewState.APPROVED, ReviewState.PUBLISHED}:
        return
    snapshot = session.scalars(sa.select(Snapshot).where(Snapshot.review_id == review.id).order_by(Snapshot.id.desc()).limit(1)).one()
    rows = session.scalars(sa.select(Approval).where(Approval.snapshot_id == snapshot.id)).all()
    signed = sorted((a for a in rows if a.decision is Decision.APPROVED), key=lambda a: a.step)
    (submitted,) = [a.person_id for a in rows if a.decision is Decision.SUBMITTED]
    assert [(a.step, a.role) for a in signed] == [(1, "service_owner"), (2, "problem_manager")]
    names = [i for a in signed for i in (a.person_id, a.for_id) if i]
    assert len(names) == len(set(names)) and submitted not in names
