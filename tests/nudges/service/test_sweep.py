"""Sweeps over real actions, on both databases: who is asked when, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import make
import pytest
import sqlalchemy as sa

from actions.service import edit_action, move_due, transition
from actions.service.dispute import dispute_owner
from kernel import audit
from kernel.db import Database
from kernel.outbox import Message, State
from kernel.permission import Role, machine
from nudges.models import Nudge
from organisation.models import PersonRole


def test_an_action_from_early_to_the_decision(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        tell.action(session)
    told = {day: tell.swept(database, day) for day in (
        "2026-11-26 10:00", "2026-11-27 08:59", "2026-11-27 09:00", "2026-11-27 17:00", "2026-12-02 09:30", "2026-12-04 09:30",
        "2026-12-07 09:30", "2026-12-09 09:30", "2026-12-14 09:30", "2026-12-21 09:30", "2026-12-28 09:30", "2027-01-04 09:30",
        "2027-01-11 09:30", "2027-06-01 09:30",
    )}  # fmt: skip
    due = "action_due"
    assert {day: rows for day, rows in told.items() if rows} == {
        "2026-11-27 09:00": [("Raj", due, -7)],
        "2026-12-02 09:30": [("Raj", due, -2)],
        "2026-12-04 09:30": [("Raj", due, 0)],
        "2026-12-09 09:30": [("Raj", due, 3)],
        "2026-12-14 09:30": [("Lena", due, 10), ("Raj", due, 10)],
        "2026-12-21 09:30": [("Lena", due, 17), ("Raj", due, 17)],
        "2026-12-28 09:30": [("Lena", due, 24), ("Raj", due, 24)],
        "2027-01-04 09:30": [("Maya", due, 30)],
    }


def test_after_72_hours_down_each_person_gets_the_current_rung_once(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        for day in (4, 7, 9, 11):
            tell.action(session, date(2026, 12, day), title=f"Due on the {day}th")
    tell.swept(database, "2026-12-01 09:30")
    # down from Wednesday to Friday: the first is due, the second is two days away over the week-end, the others seven
    assert tell.swept(database, "2026-12-04 10:00") == [
        ("Raj", "action_due", -7), ("Raj", "action_due", -7), ("Raj", "action_due", -2), ("Raj", "action_due", 0),
    ]  # fmt: skip
    assert tell.swept(database, "2026-12-04 10:01") == []
    with database.unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 2


def test_one_mail_a_day_and_what_comes_later_waits_for_the_next(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        tell.action(session)
    assert tell.swept(database, "2026-12-02 09:00") == [("Raj", "action_due", -2)]
    with tell.written(database, "2026-12-02 10:00") as session:
        tell.action(session, title="Write the runbook", due=date(2026, 12, 3), moment=tell.at("2026-12-02 10:00"))
    assert tell.swept(database, "2026-12-02 11:00") == []
    assert tell.swept(database, "2026-12-03 09:00") == [("Raj", "action_due", 0)]


def test_a_moved_date_is_a_new_version(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        ref = tell.action(session).record.ref
    assert tell.swept(database, "2026-12-02 09:00") == [("Raj", "action_due", -2)]
    with tell.written(database, "2026-12-02 12:00") as session:
        made = move_due(session, tell.as_actor(session, "Raj Patel"), ref, _version(session, ref), due=date(2026, 12, 11), reason="Supplier")
        assert made.due_version == 1
    assert tell.swept(database, "2026-12-04 09:00") == []
    assert tell.swept(database, "2026-12-09 09:00") == [("Raj", "action_due", -2)]


def test_answered_is_answered(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        ref = tell.action(session).record.ref
    with tell.written(database, "2026-12-01 12:00") as session:
        transition(session, tell.as_actor(session, "Raj Patel"), ref, "claim_done", claim="CHG0051688")
    # the owner hears no more; whoever raised it is asked to check
    assert tell.swept(database, "2026-12-02 09:30") == [("Anna", "action_check", 0)]
    assert tell.swept(database, "2026-12-04 09:30") == [("Anna", "action_check", 3)]


def test_whoever_is_unreachable_is_passed_over_and_never_for_nobody(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        made = tell.action(session)
        tell.action(session, owner=None, title="Nobody owns this")
        tell.action(session, owner=None, title="Nobody runs its review", of=tell.source(session, facilitator=None))
        tell.who(session, "Raj Patel").left_on = date(2026, 11, 20)
        audit.note(session, machine("test"), "leave", record_id=made.id)
    assert tell.swept(database, "2026-12-04 09:30") == [
        ("Anna", "action_due", 0), ("Anna", "action_due", 0), ("Anna", "action_unowned", 3), ("Maya", "action_due", 0),
        ("Maya", "action_unowned", 3),
    ]  # fmt: skip


def test_an_owner_without_an_address_is_passed_over_too(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        tell.action(session)
        tell.who(session, "Raj Patel").email = None
        audit.note(session, machine("test"), "take the address")
    assert tell.swept(database, "2026-12-04 09:30") == [("Anna", "action_due", 0)]
    text = tell.claimed(database, "2026-12-04 09:31")["Anna"].text
    assert "cannot be reached by mail" in text
    assert "/answer?" not in text, "only an owner answers from the mail"


def test_only_insiders_hear_of_a_restricted_action(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        of = tell.source(session, tell.Scope.RESTRICTED)
        tell.action(session, owner=None, of=of, title="Change the vault password")
    assert tell.swept(database, "2026-12-04 09:30") == [("Anna", "action_due", 0), ("Anna", "action_unowned", 3)]
    # +30: the problem manager is no insider; the facilitator decides
    assert tell.swept(database, "2027-01-04 09:30") == [("Anna", "action_due", 30)]


def test_when_no_insider_is_left_the_problem_manager_hears_a_reference_and_no_more(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        of = tell.source(session, tell.Scope.RESTRICTED)
        made = tell.action(session, owner=None, of=of, title="Change the vault password")
        tell.who(session, "Anna Kowalski").left_on = date(2026, 11, 20)
        audit.note(session, machine("test"), "leave", record_id=made.id)
        ref = made.record.ref
    assert tell.swept(database, "2026-12-04 09:30") == [("Maya", "action_due", 0), ("Maya", "action_unowned", 3)]
    letter = tell.claimed(database, "2026-12-04 09:31")["Maya"]
    for text in (letter.subject, letter.text, letter.html):
        assert ref in text
        assert "vault" not in text


def test_blocked_asks_the_facilitator_for_help(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        ref = tell.action(session).record.ref
    with tell.written(database, "2026-11-30 12:00") as session:
        transition(session, tell.as_actor(session, "Raj Patel"), ref, "block", reason="No access")
    assert tell.swept(database, "2026-11-30 12:01") == [("Anna", "action_blocked", 0), ("Anna", "action_due", -7)]
    assert tell.swept(database, "2026-12-04 09:30") == [("Anna", "action_due", 0)]
    assert tell.swept(database, "2026-12-07 09:30") == [("Maya", "action_blocked", 5)]


@pytest.mark.parametrize(("role", "asked"), [(Role.CONTRIBUTOR, "Anna"), (Role.INCIDENT_MANAGER, "Lena")])
def test_only_somebody_who_may_check_is_asked_to_check(database: Database, tell: Any, role: Role, asked: str) -> None:
    """Lena raised the action; as a contributor she may not check it, so the facilitator of its review is asked."""
    with tell.written(database) as session:
        tell.house(session)
        session.execute(sa.delete(PersonRole).where(PersonRole.person_id == tell.who(session, "Lena Brandt").id))
        session.add(PersonRole(person_id=tell.who(session, "Lena Brandt").id, role=role))
        made = tell.action(session)
        made.created_by_id = tell.who(session, "Lena Brandt").id
        ref = made.record.ref
        audit.note(session, machine("test"), "change a role", record_id=made.id)
    with tell.written(database, "2026-12-01 12:00") as session:
        transition(session, tell.as_actor(session, "Raj Patel"), ref, "claim_done", claim="CHG0051688")
    assert tell.swept(database, "2026-12-02 09:30") == [(asked, "action_check", 0)]


def test_acceptance_is_asked_on_assignment_and_then_of_the_facilitator(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        ref = tell.action(session, date(2027, 2, 26), state="proposed", moment=tell.at("2026-11-30 12:00")).record.ref
    accept = "action_accept"
    assert tell.swept(database, "2026-11-30 12:01") == [("Raj", accept, 0)]
    assert tell.swept(database, "2026-12-02 09:30") == []
    assert tell.swept(database, "2026-12-03 09:30") == [("Anna", accept, 3)]
    with tell.written(database, "2026-12-03 10:00") as session:
        edit_action(session, tell.as_actor(session, "Anna Kowalski"), ref, _version(session, ref), {"owner": tell.who(session, "Lena Brandt").id})
    assert tell.swept(database, "2026-12-03 10:01") == [("Lena", accept, 0)]
    with tell.written(database, "2026-12-04 10:00") as session:
        transition(session, tell.as_actor(session, "Lena Brandt"), ref, "accept")
    assert tell.swept(database, "2026-12-10 09:30") == []


def test_not_mine_asks_the_facilitator_and_never_the_owner(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        ref = tell.action(session).record.ref
    with tell.written(database, "2026-11-30 12:00") as session:
        dispute_owner(session, tell.as_actor(session, "Raj Patel"), ref, reason="Another team's")
    assert tell.swept(database, "2026-11-30 12:01") == [("Anna", "action_disputed", 0), ("Anna", "action_due", -7)]
    assert tell.swept(database, "2026-12-03 09:30") == [("Anna", "action_due", -2), ("Maya", "action_disputed", 3)]
    text = tell.claimed(database, "2026-12-03 09:31")["Anna"].text
    assert "says that it is somebody else’s" in text
    assert "/answer?" not in text


def test_a_third_move_asks_the_problem_manager(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        of = make.review(session, times=make.times_of(tell.at("2026-10-30 14:03")), entries=()).record
        ref = tell.action(session, of=of).record.ref
    for day in (11, 18, 25):
        with tell.written(database, "2026-11-09 12:00") as session:
            move_due(session, tell.as_actor(session, "Raj Patel"), ref, _version(session, ref), due=date(2026, 12, day), reason="Supplier")
    assert ("Maya", "action_move", 0) in tell.swept(database, "2026-11-10 09:30")
    assert ("Maya", "action_move", 3) in tell.swept(database, "2026-11-12 09:30")


def test_a_risk_that_runs_out(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        ref = tell.action(session).record.ref
    with tell.written(database, "2026-11-10 12:00") as session:
        transition(session, tell.as_actor(session, "Maya Lindqvist"), ref, "accept_risk", reason="Cheap", expires_on=date(2027, 2, 26))
    told = {day: tell.swept(database, day) for day in ("2026-12-04 09:30", "2027-02-11 09:30", "2027-02-12 09:30", "2027-02-26 09:30", "2027-03-03 09:30")}
    assert {day: rows for day, rows in told.items() if rows} == {
        "2027-02-12 09:30": [("Maya", "action_risk", -14)],
        "2027-02-26 09:30": [("Maya", "action_risk", 0)],
        "2027-03-03 09:30": [("Maya", "action_risk", 3)],
    }


def test_a_ledger_row_and_its_message_are_stored_together(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        for n in range(3):
            tell.action(session, title=f"Number {n}")
    tell.swept(database, "2026-12-04 09:30")
    with database.unit_of_work(write=False) as session:
        (message,) = session.scalars(sa.select(Message)).all()
        rows = session.scalars(sa.select(Nudge)).all()
    assert message.key == f"daily:{rows[0].recipient_id}:mail:2026-12-04:0"
    assert message.address == "raj.patel@example.com"
    assert {row.message_id for row in rows} == {message.id}
    assert len(rows) == 3


def test_closed_while_it_waits_to_be_sent(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        ref = tell.action(session).record.ref
        other = tell.action(session, title="Write the runbook").record.ref
    tell.swept(database, "2026-12-04 09:30")
    with tell.written(database, "2026-12-04 09:31") as session:
        transition(session, tell.as_actor(session, "Maya Lindqvist"), ref, "cancel", reason="Not needed")
    text = tell.claimed(database, "2026-12-04 09:32")["Raj"].text
    assert other in text
    assert ref not in text
    with database.unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Nudge)) == 1, "what nobody was told is not in the ledger"


def test_given_to_another_while_it_waits_to_be_sent(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        ref = tell.action(session).record.ref
    tell.swept(database, "2026-12-04 09:30")
    with tell.written(database, "2026-12-04 09:31") as session:
        fields = {"owner": tell.who(session, "Lena Brandt").id}
        edit_action(session, tell.as_actor(session, "Anna Kowalski"), ref, _version(session, ref), fields)
    assert tell.claimed(database, "2026-12-04 09:32") == {"Raj": None}
    assert ("Lena", "action_due", 0) in tell.swept(database, "2026-12-04 09:33")


def test_a_mail_that_was_dropped_unsent_does_not_use_up_the_day(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        ref = tell.action(session).record.ref
    tell.swept(database, "2026-12-04 09:30")
    with tell.written(database, "2026-12-04 09:31") as session:
        transition(session, tell.as_actor(session, "Maya Lindqvist"), ref, "cancel", reason="Not needed")
        tell.action(session, title="Write the runbook", due=date(2026, 12, 5), moment=tell.at("2026-12-04 09:31"))
    assert tell.claimed(database, "2026-12-04 09:32") == {"Raj": None}
    assert ("Raj", "action_due", 0) in tell.swept(database, "2026-12-04 09:33")
    with database.unit_of_work(write=False) as session:
        keys = [m.key.rpartition(":")[2] for m in session.scalars(sa.select(Message).where(Message.state != State.DROPPED))]
        assert keys == ["1"]


def test_clocks_that_go_back_or_jump_change_nothing_that_was_told(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        tell.action(session)
    assert tell.swept(database, "2026-12-04 09:30") == [("Raj", "action_due", 0)]
    for moment in ("2026-12-04 08:30", "2026-12-03 09:30", "2026-12-04 09:30", "2026-12-05 09:30"):
        assert tell.swept(database, moment) == []


def _version(session: Any, ref: str) -> int:
    from kernel.record import Record

    return session.scalars(sa.select(Record.version).where(Record.ref == ref)).one()
