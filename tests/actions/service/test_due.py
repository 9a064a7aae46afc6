"""Moving the due date: the first one is kept for ever."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from actions.queries.action import waiting_move
from actions.service import decide_move, move_due, transition
from kernel.errors import Clash, Forbidden, Invalid, NotFound, Refused, Stale


def moved_twice(session: Session, acts: Any) -> Any:
    made = acts.action(session, due=acts.days(10))
    for number, days in enumerate((20, 15), start=1):
        move_due(session, acts.owner(session), made.record.ref, made.record.version, due=acts.days(days), reason=f"reason {number}")
    return made


def test_two_moves_are_the_owners_own_affair_the_third_waits(session: Session, acts: Any) -> None:
    raj, maya = acts.owner(session), acts.problem_manager(session)
    made = moved_twice(session, acts)
    move_due(session, raj, made.record.ref, made.record.version, due=acts.days(40), reason="reason 3")
    assert (made.due, made.due_version) == (acts.days(15), 2)
    waits = waiting_move(session, made.id)
    assert waits is not None
    assert (waits.to_due, waits.reason, waits.asked_by_id) == (acts.days(40), "reason 3", raj.person_id)
    with pytest.raises(Refused, match="waits for a decision already"):
        move_due(session, raj, made.record.ref, made.record.version, due=acts.days(50), reason="again")
    decide_move(session, maya, made.record.ref, accept=True, answer="last time")
    session.expire_all()
    assert made.original_due == acts.days(10)
    assert (made.due, made.due_version, waiting_move(session, made.id)) == (acts.days(40), 3, None)
    assert [(m.number, m.from_due, m.to_due, m.reason, m.moved_by_id) for m in made.moves] == [
        (1, acts.days(10), acts.days(20), "reason 1", raj.person_id),
        (2, acts.days(20), acts.days(15), "reason 2", raj.person_id),
        (3, acts.days(15), acts.days(40), "reason 3", maya.person_id),
    ]


def test_a_move_that_is_declined_leaves_the_date(session: Session, acts: Any) -> None:
    made = moved_twice(session, acts)
    move_due(session, acts.owner(session), made.record.ref, made.record.version, due=acts.days(40), reason="reason 3")
    with pytest.raises(Invalid, match="why the date stays"):
        decide_move(session, acts.problem_manager(session), made.record.ref, accept=False)
    decide_move(session, acts.problem_manager(session), made.record.ref, accept=False, answer="cancel it instead")
    assert (made.due, made.due_version, waiting_move(session, made.id)) == (acts.days(15), 2, None)
    with pytest.raises(NotFound):
        decide_move(session, acts.problem_manager(session), made.record.ref, accept=True)


def test_nobody_decides_about_a_date_of_their_own(session: Session, acts: Any) -> None:
    maya = acts.problem_manager(session)
    made = acts.action(session, due=acts.days(10), owner=maya.person_id)
    for days in (20, 30, 40):
        move_due(session, maya, made.record.ref, made.record.version, due=acts.days(days), reason="busy")
    assert (made.due, made.due_version) == (acts.days(30), 2)
    with pytest.raises(Refused, match="Somebody other than the owner"):
        decide_move(session, maya, made.record.ref, accept=True)
    with pytest.raises(Forbidden):
        decide_move(session, acts.facilitator(session), made.record.ref, accept=True)
    decide_move(session, acts.problem_manager(session, "Grace Okafor"), made.record.ref, accept=True)
    assert made.due == acts.days(40)


def test_an_owner_does_not_decide_what_somebody_else_asked_for(session: Session, acts: Any) -> None:
    """Maya owns the action and may decide about dates; the facilitator asks for a third move of it."""
    maya = acts.problem_manager(session)
    made = acts.action(session, due=acts.days(10), owner=maya.person_id)
    for days in (20, 30, 40):
        move_due(session, acts.facilitator(session), made.record.ref, made.record.version, due=acts.days(days), reason="waits for a part")
    assert waiting_move(session, made.id) is not None
    with pytest.raises(Refused, match="Somebody other than the owner"):
        decide_move(session, maya, made.record.ref, accept=True)
    assert made.due == acts.days(30)


def test_a_problem_manager_moves_the_action_of_somebody_else_at_once(session: Session, acts: Any) -> None:
    made = moved_twice(session, acts)
    move_due(session, acts.owner(session), made.record.ref, made.record.version, due=acts.days(40), reason="reason 3")
    move_due(session, acts.problem_manager(session), made.record.ref, made.record.version, due=acts.days(25), reason="agreed in the meeting")
    assert (made.due, made.due_version, waiting_move(session, made.id)) == (acts.days(25), 3, None)


def test_owner_and_editor_may_others_not(session: Session, acts: Any) -> None:
    made = acts.action(session)
    move_due(session, acts.facilitator(session), made.record.ref, 1, due=acts.days(40), reason="holiday")
    with pytest.raises(Forbidden):
        move_due(session, acts.owner(session, "Ewa Zielińska"), made.record.ref, 2, due=acts.days(50), reason="mine")


@pytest.mark.parametrize(
    ("days", "reason", "messages"),
    [
        (0, "x", {"due": ["Enter a date after today"]}),
        (30, "x", {"due": ["This is the date that it has already"]}),
        (40, "  ", {"reason": ["Enter why you need more time"]}),
    ],
)
def test_refused(session: Session, acts: Any, days: int, reason: str, messages: dict[str, list[str]]) -> None:
    made = acts.action(session)
    with pytest.raises(Invalid) as wrong:
        move_due(session, acts.owner(session), made.record.ref, 1, due=acts.days(days), reason=reason)
    assert wrong.value.messages == messages
    assert made.due == acts.days(30)


def test_there_is_nothing_to_move_before_the_first_date(session: Session, acts: Any) -> None:
    made = acts.action(session, due=None)
    with pytest.raises(Invalid, match="no due date yet"):
        move_due(session, acts.owner(session), made.record.ref, 1, due=acts.days(9), reason="x")


def test_two_movers(session: Session, acts: Any) -> None:
    made = acts.action(session)
    move_due(session, acts.owner(session), made.record.ref, 1, due=acts.days(40), reason="first")
    with pytest.raises(Stale) as stale:
        move_due(session, acts.facilitator(session), made.record.ref, 1, due=acts.days(50), reason="second")
    assert stale.value.clashes == (Clash("due", "Due date", acts.days(40).isoformat(), acts.days(50).isoformat()),)
    assert made.due_version == 1


def test_a_finished_action_has_no_date_to_move(session: Session, acts: Any) -> None:
    made = acts.action(session)
    transition(session, acts.facilitator(session), made.record.ref, "cancel", reason="not needed")
    with pytest.raises(Refused):
        move_due(session, acts.facilitator(session), made.record.ref, 2, due=acts.days(40), reason="x")
