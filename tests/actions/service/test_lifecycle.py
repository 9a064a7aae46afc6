"""Transitions as people take them: who may, what is kept, what the database refuses by itself."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.events import ActionChanged
from actions.models import Action
from actions.rules.lifecycle import ACTION_LIFECYCLE, ActionState
from actions.service import transition
from kernel import event
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.permission import Role

S = ActionState


def set_state(session: Session, made: Action, state: ActionState) -> None:
    made.state = state
    made.risk_expires_on = made.due if state is S.RISK_ACCEPTED else None
    session.flush()


def test_from_written_down_to_effective(session: Session, acts: Any) -> None:
    raj, maya = acts.owner(session), acts.problem_manager(session)
    ref = acts.action(session).record.ref
    walked = [
        transition(session, who, ref, name, **more).state
        for who, name, more in (
            (raj, "accept", {}), (raj, "start", {}), (raj, "block", {"reason": "no licence"}), (raj, "start", {}),
            (raj, "claim_done", {"claim": "CHG0051688"}), (maya, "send_back", {"reason": "that is staging"}),
            (raj, "claim_done", {"claim": "CHG0051690"}), (maya, "verify", {}), (maya, "await_effect", {}),
            (maya, "find_effective", {}),
        )
    ]
    assert walked == [S.ACCEPTED, S.IN_PROGRESS, S.BLOCKED, S.IN_PROGRESS, S.DONE, S.IN_PROGRESS, S.DONE, S.VERIFIED,
                      S.EFFECTIVENESS_DUE, S.EFFECTIVE]
    made = session.scalars(sa.select(Action)).one()
    assert (made.claim, made.verified_by_id, made.reason) == ("CHG0051690", maya.person_id, None)


def test_sent_back_keeps_the_words_and_opens_the_claim(session: Session, acts: Any) -> None:
    made = acts.claimed(session)
    assert made.claimed_at is not None
    transition(session, acts.problem_manager(session), made.record.ref, "send_back", reason="that is staging")
    assert (made.reason, made.claimed_at) == ("that is staging", None)


def test_not_effective_opens_it_and_forgets_the_check(session: Session, acts: Any) -> None:
    maya = acts.problem_manager(session)
    made = acts.claimed(session)
    transition(session, maya, made.record.ref, "verify")
    transition(session, maya, made.record.ref, "find_not_effective", reason="it happened again on 3 Dec")
    assert (made.state, made.verified_by_id, made.verified_at) == (S.NOT_EFFECTIVE, None, None)
    made.owner_id = maya.person_id  # would break "second pair of eyes" if the old check still stood
    session.flush()


def test_the_owner_cannot_check_their_own(session: Session, acts: Any) -> None:
    maya = acts.problem_manager(session)
    made = acts.claimed(session, owner=maya.person_id)
    with pytest.raises(Refused, match="Somebody other than the owner"):
        transition(session, maya, made.record.ref, "verify")
    assert made.state is S.DONE


def test_the_database_refuses_it_too(session: Session, acts: Any) -> None:
    made = acts.claimed(session)
    with pytest.raises(sa.exc.IntegrityError, match="second_pair_of_eyes"), session.begin_nested():
        session.execute(sa.update(Action).where(Action.id == made.id).values(verified_by_id=made.owner_id))


def test_a_risk_is_accepted_until_a_day_and_comes_back(session: Session, acts: Any) -> None:
    maya = acts.problem_manager(session)
    made = acts.action(session)
    with pytest.raises(Invalid) as wrong:
        transition(session, maya, made.record.ref, "accept_risk", reason="cost", expires_on=acts.days(0))
    assert wrong.value.messages == {"expires_on": ["Enter a date after today"]}
    transition(session, maya, made.record.ref, "accept_risk", reason="cost", expires_on=acts.days(90))
    assert (made.risk_approver_id, made.risk_expires_on, made.reason) == (maya.person_id, acts.days(90), "cost")
    transition(session, maya, made.record.ref, "risk_expires")
    assert (made.state, made.risk_approver_id, made.risk_expires_on) == (S.PROPOSED, None, None)


def test_the_database_wants_an_expiry(session: Session, acts: Any) -> None:
    made = acts.action(session)
    with pytest.raises(sa.exc.IntegrityError, match="risk_expires"), session.begin_nested():
        session.execute(sa.update(Action).where(Action.id == made.id).values(state=S.RISK_ACCEPTED))


def test_replaced_by_another(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    old, new = acts.action(session, anna, source), acts.action(session, anna, source)
    for ref in (old.record.ref, "ACT-9999", source.ref):
        with pytest.raises(Invalid) as wrong:
            transition(session, anna, old.record.ref, "supersede", superseded_by=ref)
        assert list(wrong.value.messages) == ["superseded_by"]
    transition(session, anna, old.record.ref, "supersede", superseded_by=f" {new.record.ref} ")
    assert (old.state, old.superseded_by_id) == (S.SUPERSEDED, new.id)


def test_a_hidden_action_cannot_be_named_as_the_next(session: Session, acts: Any) -> None:
    anna = acts.facilitator(session)
    hidden = acts.action(session, anna, acts.restricted(session, anna))
    mine = acts.action(session, anna)
    with pytest.raises(Invalid) as restricted:
        transition(session, acts.problem_manager(session), mine.record.ref, "supersede", superseded_by=hidden.record.ref)
    with pytest.raises(Invalid) as absent:
        transition(session, acts.problem_manager(session), mine.record.ref, "supersede", superseded_by="ACT-9999")
    assert restricted.value.messages == absent.value.messages


#: transition -> roles that hold its verb; the owner by part is "owner"
HOLDERS = {
    "answer for an action": {Role.PROBLEM_MANAGER},
    "check an action": {Role.PROBLEM_MANAGER, Role.INCIDENT_MANAGER, Role.FACILITATOR},
    "edit an action": {Role.PROBLEM_MANAGER, Role.INCIDENT_MANAGER, Role.FACILITATOR},
    "accept a risk": {Role.PROBLEM_MANAGER, Role.SERVICE_OWNER},
}


@pytest.mark.parametrize("name", [t.name for t in ACTION_LIFECYCLE.transitions])
def test_who_may(session: Session, acts: Any, name: str) -> None:
    wanted = ACTION_LIFECYCLE[name]
    other = acts.action(session)
    given = {"reason": "r", "claim": "c", "expires_on": acts.days(9), "superseded_by": other.record.ref}
    holders = HOLDERS[wanted.verb]
    for role in Role:
        made = acts.action(session)
        set_state(session, made, wanted.from_[0])
        somebody = acts.person(session, f"Holder {role.value}", role)
        if role in holders:
            assert transition(session, somebody, made.record.ref, name, **given).state is wanted.to, role
        else:
            with pytest.raises(Forbidden):
                transition(session, somebody, made.record.ref, name, **given)
    mine = acts.action(session)
    set_state(session, mine, wanted.from_[0])
    raj = acts.owner(session)
    if wanted.verb == "answer for an action":
        assert transition(session, raj, mine.record.ref, name, **given).state is wanted.to
    else:
        with pytest.raises(Forbidden):
            transition(session, raj, mine.record.ref, name, **given)


def test_unknown_step_and_unknown_action(session: Session, acts: Any) -> None:
    made = acts.action(session)
    with pytest.raises(NotFound):
        transition(session, acts.owner(session), made.record.ref, "explode")
    with pytest.raises(NotFound):
        transition(session, acts.owner(session), "ACT-9999", "accept")


def test_closure_is_announced_and_a_subscriber_may_refuse(session: Session, acts: Any) -> None:
    made = acts.claimed(session)
    heard: list[ActionChanged] = []
    event.subscribe([(ActionChanged, lambda _s, _a, happened: heard.append(happened))])
    try:
        transition(session, acts.problem_manager(session), made.record.ref, "verify")
    finally:
        event.subscribe([])
    assert heard == [ActionChanged(made.id, made.source_id, "verify", S.DONE, S.VERIFIED)]
