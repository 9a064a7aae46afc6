"""My actions and what waits on the start page. "Today" is Wed 25 Nov 2026, 10:00 in London."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from actions.queries.mine import last_checked, my_actions
from actions.queries.today import today
from actions.queries.waiting import waiting_for
from actions.service import transition
from kernel.permission import machine

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def wednesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def due(session: Session, acts: Any, day: date, **given: Any) -> Any:
    return acts.set_due(session, acts.action(session, **given), day)


def test_groups(session: Session, acts: Any) -> None:
    raj = acts.owner(session)
    late = due(session, acts, date(2026, 11, 20))
    week = due(session, acts, date(2026, 11, 29))
    later = due(session, acts, date(2026, 11, 30))
    undated = acts.action(session, due=None)
    claimed = acts.claimed(session)
    due(session, acts, date(2026, 11, 20), owner=acts.owner(session, "Ewa Zielińska").person_id)
    found = my_actions(session, raj, today(session))
    assert [[row.ref for row in rows] for rows in (found.overdue, found.this_week, found.later, found.done, found.to_check)] == [
        [late.record.ref], [week.record.ref], [later.record.ref, undated.record.ref], [claimed.record.ref], [],
    ]
    assert found.waiting == 4


def test_claims_wait_for_those_who_may_check_and_are_not_the_owner(session: Session, acts: Any) -> None:
    maya, anna, raj = acts.problem_manager(session), acts.facilitator(session), acts.owner(session)
    made = acts.claimed(session, owner=maya.person_id)
    assert [row.ref for row in my_actions(session, anna, today(session)).to_check] == [made.record.ref]
    assert my_actions(session, maya, today(session)).to_check == []
    assert my_actions(session, raj, today(session)).to_check == []


def test_the_facilitator_by_part_checks_too(session: Session, acts: Any) -> None:
    from kernel.record import Part

    paul = acts.viewer(session, "Paul Part")
    source = acts.source(session, takes_part=[(paul, Part.FACILITATOR)])
    made = acts.claimed(session, of=source)
    acts.claimed(session)
    assert [row.ref for row in my_actions(session, paul, today(session)).to_check] == [made.record.ref]


def test_the_last_one_that_was_checked(session: Session, acts: Any) -> None:
    maya = acts.problem_manager(session)
    assert last_checked(session, maya) is None
    made = acts.claimed(session)
    transition(session, maya, made.record.ref, "verify")
    found = last_checked(session, maya)
    assert found is not None
    assert found.ref == made.record.ref


def test_waiting_for_the_owner(session: Session, acts: Any) -> None:
    raj = acts.owner(session)
    source = acts.source(session)
    asked = acts.action(session, of=source, due=date(2026, 12, 4))
    late = due(session, acts, date(2026, 11, 20), of=source, title="Send the missing test result")
    for name in ("accept", "start"):
        transition(session, raj, late.record.ref, name)
    transition(session, raj, late.record.ref, "block", reason="no licence")
    first, second = waiting_for(session, raj)
    assert (first.what, first.ref, first.group, first.days_late, first.due) == (
        "Send the missing test result", late.record.ref, "now", 3, date(2026, 11, 20),
    )
    assert first.why == "blocked: “no licence”"
    assert (second.what, second.group, second.days_left, second.why) == (
        "Accept or hand back: add an alert on replica lag", "later", 7, f"raised in {source.ref}",
    )
    assert (second.endpoint, second.values, second.title) == ("actions.show", {"ref": asked.record.ref}, "Add an alert on replica lag")


def test_waiting_for_the_checker(session: Session, acts: Any) -> None:
    maya = acts.problem_manager(session)
    made = acts.claimed(session, title="API keys get a limit")
    (item,) = waiting_for(session, maya)
    assert (item.what, item.group) == ("Check that it was done: API keys get a limit", "this_week")
    assert item.why.startswith("Raj Patel says it is done")
    made.claimed_at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # three working days ago
    session.flush()
    assert waiting_for(session, maya)[0].group == "now"


def test_a_restricted_source_is_not_named(session: Session, acts: Any) -> None:
    anna, raj = acts.facilitator(session), acts.owner(session)
    hidden = acts.restricted(session, anna)
    acts.action(session, anna, hidden)
    (item,) = waiting_for(session, raj)
    assert item.why == ""
    assert waiting_for(session, acts.viewer(session)) == []


def test_a_job_owns_nothing(session: Session, acts: Any) -> None:
    acts.action(session)
    assert waiting_for(session, machine()) == []
