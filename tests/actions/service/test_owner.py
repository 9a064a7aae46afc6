"""Whose action it is: disputed, left with its owner, given to another; and who answers meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from actions.models import Action
from actions.queries.answering import Because, answers_for
from actions.rules.lifecycle import ActionState
from actions.service import dispute_owner, edit_action, keep_owner, transition
from kernel import audit, clock
from kernel.errors import Forbidden, Invalid, Refused
from kernel.permission import machine
from kernel.record import Part
from organisation.models import Person


def answering(session: Session, made: Action) -> tuple[tuple[int, ...], str]:
    found = answers_for(session, [made])[made.id]
    return found.people, found.because.value


def leave(session: Session, person_id: int) -> None:
    session.get_one(Person, person_id).left_on = clock.now().date()
    session.flush()
    audit.note(session, machine("test"), "leave")


def test_disputed_until_somebody_else_is_named(session: Session, acts: Any) -> None:
    anna, raj, tomasz = acts.facilitator(session), acts.owner(session), acts.owner(session, "Tomasz Wójcik")
    source = acts.source(session, takes_part=[(anna, Part.FACILITATOR)])
    made = acts.action(session, anna, source)
    assert answering(session, made) == ((raj.person_id,), "owner")
    dispute_owner(session, raj, made.record.ref, reason="that is the database team", suggested_owner=tomasz.person_id)
    assert (made.owner_id, made.state, made.suggested_owner_id) == (raj.person_id, ActionState.PROPOSED, tomasz.person_id)
    assert answering(session, made) == ((anna.person_id,), "disputed")
    with pytest.raises(Refused, match="already"):
        dispute_owner(session, raj, made.record.ref)
    edit_action(session, anna, made.record.ref, made.record.version, {"owner": tomasz.person_id})
    assert (made.disputed_at, made.suggested_owner_id, made.dispute_reason) == (None, None, "")
    assert answering(session, made) == ((tomasz.person_id,), "owner")


def test_it_stays_for_a_reason(session: Session, acts: Any) -> None:
    anna, raj = acts.facilitator(session), acts.owner(session)
    made = acts.action(session, anna)
    with pytest.raises(Refused, match="Nobody disputes"):
        keep_owner(session, anna, made.record.ref, reason="x")
    dispute_owner(session, raj, made.record.ref)
    with pytest.raises(Invalid, match="why it stays"):
        keep_owner(session, anna, made.record.ref, reason=" ")
    with pytest.raises(Forbidden):
        keep_owner(session, raj, made.record.ref, reason="x")
    keep_owner(session, anna, made.record.ref, reason="agreed in the session")
    assert made.disputed_at is None


@pytest.mark.parametrize("step", ["accept", "start"])
def test_whoever_takes_it_up_disputes_it_no_longer(session: Session, acts: Any, step: str) -> None:
    made = acts.action(session)
    dispute_owner(session, acts.owner(session), made.record.ref)
    transition(session, acts.owner(session), made.record.ref, step)
    assert made.disputed_at is None
    assert made.accepted_at is not None


def test_only_somebody_who_is_here_and_another_may_be_suggested(session: Session, acts: Any) -> None:
    raj, gone = acts.owner(session), acts.owner(session, "Gone Person")
    leave(session, gone.person_id)
    made = acts.action(session)
    for wrong in (raj.person_id, gone.person_id, 99_999):
        with pytest.raises(Invalid, match="Select who should own this"):
            dispute_owner(session, raj, made.record.ref, suggested_owner=wrong)
    with pytest.raises(Forbidden):
        dispute_owner(session, acts.viewer(session), made.record.ref)


def test_never_nobody(session: Session, acts: Any) -> None:
    """Owner left: the facilitator; no facilitator: a problem manager; the facilitator left: a problem manager."""
    anna, raj, maya = acts.facilitator(session), acts.owner(session), acts.problem_manager(session)
    source = acts.source(session, takes_part=[(anna, Part.FACILITATOR)])
    made, loose, unowned = acts.action(session, anna, source), acts.action(session, anna), acts.action(session, anna, source, owner=None)
    leave(session, raj.person_id)
    found = answers_for(session, [made, loose, unowned])
    assert {i: (f.people, f.because) for i, f in found.items()} == {
        made.id: ((anna.person_id,), Because.LEFT), loose.id: ((maya.person_id,), Because.LEFT), unowned.id: ((anna.person_id,), Because.NOBODY)}
    leave(session, anna.person_id)
    assert answering(session, made) == ((maya.person_id,), "left")


def test_of_a_restricted_source_only_those_in_it_answer(session: Session, acts: Any) -> None:
    anna, raj, vera = acts.facilitator(session), acts.owner(session), acts.viewer(session)
    acts.problem_manager(session)  # is not in it
    source = acts.restricted(session, anna)
    made = acts.action(session, anna, source)
    leave(session, raj.person_id)
    assert answering(session, made) == ((anna.person_id,), "left")
    leave(session, anna.person_id)
    assert answering(session, made) == ((), "left")
    del vera


def test_a_facilitator_who_disputes_is_not_asked_about_it(session: Session, acts: Any) -> None:
    anna, maya = acts.facilitator(session), acts.problem_manager(session)
    made = acts.action(session, anna, acts.source(session, takes_part=[(anna, Part.FACILITATOR)]), owner=anna.person_id)
    dispute_owner(session, anna, made.record.ref)
    assert answering(session, made) == ((maya.person_id,), "disputed")
