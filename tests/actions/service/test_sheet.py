"""Tables of actions: what is read, what is refused and where, what a second time changes (nothing)."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions import nudging
from actions.models import Action, DateMove, Kind, Strength
from actions.rules.lifecycle import ActionState
from actions.rules.policy import Expectation
from actions.service import confirm_action, move_due, transition
from actions.service.confirm import on_action_changed
from actions.service.sheet import action_sheet
from kernel import clock, event
from kernel.audit import AuditEntry
from kernel.errors import Forbidden, Invalid, Refused
from kernel.intake.sheet import open_sheet
from kernel.permission import Actor
from kernel.record import Record
from nudges.queries.plan import ladders_in_force
from organisation.models import Person
from organisation.service.sheets import Plan, plan, store

HEAD = "title,review,owner,due,original_due,kind,strength,state,measure,external_ref,created\n"


def bring(session: Session, actor: Actor, table: str | bytes, review: str = "") -> Plan:
    sheet = action_sheet(actor, review)
    made = plan(session, actor, sheet, open_sheet(table.encode() if isinstance(table, str) else table))
    store(session, actor, sheet, made, filename="open.csv", sha256="0" * 64)
    return made


def brought(session: Session) -> list[Action]:
    session.expire_all()
    return list(session.scalars(sa.select(Action).order_by(Action.id)))


def verbs(session: Session) -> list[str]:
    session.commit()  # entries are sealed at the end
    return list(session.scalars(sa.select(AuditEntry.verb).order_by(AuditEntry.seq)))


def test_a_whole_row(session: Session, acts: Any) -> None:
    anna, raj, source = acts.facilitator(session), acts.owner(session), acts.source(session)
    bring(session, anna, HEAD + f"Add an alert,{source.ref},RAJ.PATEL@example.com,2026-10-30,2026-09-30,Detect,engineer,In Progress,Lag,CHG7,1 Sep 2026\n")
    (made,) = brought(session)
    assert (made.record.title, made.source_id, made.owner_id) == ("Add an alert", source.id, raj.person_id)
    assert (made.due, made.original_due, made.due_version) == (date(2026, 10, 30), date(2026, 9, 30), 1)
    assert [(m.from_due, m.to_due, m.reason) for m in made.moves] == [(date(2026, 9, 30), date(2026, 10, 30), "Moved before it was brought in.")]
    assert (made.kind, made.strength, made.state) == (Kind.DETECT, Strength.ENGINEER, ActionState.IN_PROGRESS)
    assert (made.measure, made.external_ref, made.unconfirmed) == ("Lag", "CHG7", True)
    assert made.record.created_at == datetime(2026, 9, 1, 11, tzinfo=UTC)  # noon in London


def test_the_same_file_again_changes_nothing(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    acts.owner(session)
    table = HEAD + f"Add an alert,{source.ref},Raj Patel,2026-10-30,,,,,,,\nadd a brake,,,,,,,,,CHG8,\n"
    first = bring(session, anna, table, source.ref)
    assert (len(first.new), first.same) == (2, 0)
    after = verbs(session)
    assert after[-3:] == ["bring in action", "bring in action", "import actions"]
    again = bring(session, anna, table.replace("Add an alert", "ADD AN ALERT").replace("add a brake", "Renamed since"), source.ref)
    assert (again.to_store, again.same, verbs(session)) == (0, 2, after)


def test_what_is_here_stays_as_it_is(session: Session, acts: Any) -> None:
    """People have worked on it since; the file has not."""
    anna, source = acts.facilitator(session), acts.source(session)
    made = acts.action(session, anna, source, title="Add an alert")
    found = bring(session, anna, f"title,review,owner,state\nAdd an alert,{source.ref},Raj Patel,done\n")
    assert (found.to_store, found.same, brought(session)[0].state, made.unconfirmed) == (0, 1, ActionState.PROPOSED, False)


def test_rows_that_cannot_be_taken_name_row_and_column(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    acts.owner(session)
    acts.person(session, "Sam Twin"), acts.person(session, "Other Twin")
    session.execute(sa.update(Person).where(Person.name == "Other Twin").values(name="Sam Twin"))
    table = HEAD + "\n".join([
        ",,,,,,,,,,x", "A,PIR-1999-0001,,,,,,,,,", "B,,Nobody Known,,,,,,,,", "C,,Sam Twin,,,,,,,,", "D,,,04/12/2026,,,,,,,",
        "E,,,2206-01-01,,,,,,,", "F,,,,,win,,,,,", "G,,,,,,,parked,,,", "H,,,,,,,doing,,,", "I,,,,,,,,,,2030-01-01", "J,,,,,,,,,,", "j,,,,,,,,,,",
        "K,,Eve <eve at example>,,,,,,,,", f"{'L' * 141},,,,,,,,,,",
    ])  # fmt: skip
    made = bring(session, anna, table, source.ref)
    assert [(r.row, r.column) for r in made.rejects] == [
        (2, "title"), (2, "created"), (3, "review"), (4, "owner"), (5, "owner"), (6, "due"), (7, "due"), (8, "kind"), (9, "state"), (10, "owner"),
        (11, "created"), (13, "title"), (14, "owner"), (15, "title"),
    ]  # fmt: skip
    by_row = {r.row: r.reason for r in made.rejects}
    assert by_row[3] == "There is no review “PIR-1999-0001”. Enter its reference, or the number of its incident"
    assert "Nobody is called Nobody Known" in by_row[4]
    assert "2 people are called Sam Twin" in by_row[5]
    assert by_row[9] == "“parked” is none of to do, doing, done"
    assert by_row[13] == "Row 12 has it already"
    assert [a.record.title for a in brought(session)] == ["J"]


def test_a_row_without_review_and_none_chosen(session: Session, acts: Any) -> None:
    made = bring(session, acts.facilitator(session), "title\nA\n")
    assert [(r.column, r.reason[:16]) for r in made.rejects] == [("review", "Enter the review")]
    with pytest.raises(Invalid, match="no review “PIR-9”"):
        bring(session, acts.facilitator(session), "title\nA\n", "PIR-9")


def test_somebody_new_by_name_and_mail_is_a_person_without_account(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    bring(session, anna, "title,owner\nA,Eve New <Eve@Example.com>\nB,Eve New <eve@example.com>\n", source.ref)
    eve = session.scalars(sa.select(Person).where(Person.email == "eve@example.com")).one()
    assert (eve.name, {a.owner_id for a in brought(session)}) == ("Eve New", {eve.id})


def test_done_is_a_claim_that_somebody_still_checks(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    acts.owner(session)
    bring(session, anna, "title,owner,state\nA,Raj Patel,Closed\n", source.ref)
    (made,) = brought(session)
    assert (made.state, bool(made.claim), made.claimed_at is not None, made.verified_at) == (ActionState.DONE, True, True, None)


def test_a_claim_without_evidence_waits_for_it_where_the_policy_asks(session: Session, acts: Any, registered: Any) -> None:
    registered.EXPECTED = lambda _session, ids: dict.fromkeys(ids, Expectation(1, {"evidence_for_severity": [1]}))
    anna, source = acts.facilitator(session), acts.source(session)
    acts.owner(session)
    bring(session, anna, "title,owner,state\nA,Raj Patel,done\n", source.ref)
    (made,) = brought(session)
    with pytest.raises(Refused, match="evidence is still awaited"):
        transition(session, anna, made.record.ref, "verify")


def test_a_workbook_with_real_dates_and_formulas(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    book = openpyxl.Workbook()
    book.active.append(["Title", "Due", "Original due"])
    book.active.append(["A", datetime(2026, 10, 30), date(2026, 9, 30)])
    book.active.append(["=1+1", None, None])
    buffer = io.BytesIO()
    book.save(buffer)
    made = bring(session, anna, buffer.getvalue(), source.ref)
    assert [(a.record.title, a.due, a.original_due) for a in brought(session)] == [("A", date(2026, 10, 30), date(2026, 9, 30))]
    assert made.rejects == []  # a formula that was never computed is an empty cell, and the row a blank one


def test_only_the_first_date(session: Session, acts: Any) -> None:
    bring(session, acts.facilitator(session), "title,original_due\nA,2026-09-30\n", acts.source(session).ref)
    (made,) = brought(session)
    assert (made.due, made.original_due, made.due_version) == (date(2026, 9, 30), date(2026, 9, 30), 0)


def test_restricted_reviews_stay_unknown(session: Session, acts: Any) -> None:
    anna, bea = acts.facilitator(session), acts.facilitator(session, "Bea Outside")
    source = acts.restricted(session, anna)
    made = bring(session, bea, f"title,review\nA,{source.ref}\n")
    assert made.rejects[0].reason == f"There is no review “{source.ref}”. Enter its reference, or the number of its incident"
    bring(session, anna, f"title,review\nA,{source.ref}\n")
    (stored,) = brought(session)
    assert (stored.record.scope, stored.record.guard_id) == (source.scope, source.id)


def test_who_may(session: Session, acts: Any) -> None:
    with pytest.raises(Forbidden):
        bring(session, acts.owner(session), "title\nA\n", acts.source(session).ref)


def test_the_audit_entry_of_the_import(session: Session, acts: Any) -> None:
    bring(session, acts.facilitator(session), "title,due\nA,\nB,soon\n", acts.source(session).ref)
    session.commit()
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.verb == "import actions")).one()
    assert json.loads(entry.canonical)["after"] == {
        "file": "open.csv", "sha256": "0" * 64, "created": 1, "updated": 0, "unchanged": 0, "rejected": 1}  # fmt: skip


def test_statements_do_not_count_the_rows_that_are_here(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    counts = []
    for n in (1, 20):
        table = "title\n" + "".join(f"A {i}\n" for i in range(n))
        bring(session, anna, table, source.ref)
        with acts.statements(session) as seen:
            plan(session, anna, action_sheet(anna, source.ref), open_sheet(table.encode()))
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.fixture
def listening() -> Any:
    from actions.events import ActionChanged

    event.subscribe([(ActionChanged, on_action_changed)])
    yield
    event.subscribe([])


def test_confirmed_by_the_facilitator(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    bring(session, anna, "title\nA\n", source.ref)
    ref = brought(session)[0].record.ref
    with pytest.raises(Forbidden):
        confirm_action(session, acts.viewer(session), ref)
    confirm_action(session, anna, ref)
    version = brought(session)[0].record.version
    confirm_action(session, anna, ref)
    (made,) = brought(session)
    assert (made.unconfirmed, made.record.version, verbs(session).count("confirm action")) == (False, version, 1)


def test_nothing_is_due_on_any_ladder_before_it_is_confirmed(session: Session, acts: Any) -> None:
    anna, source, now = acts.facilitator(session), acts.source(session), clock.now()
    acts.owner(session)
    bring(session, anna, "title,owner,due,state\nA,Raj Patel,2026-09-30,\nB,Raj Patel,2026-09-30,done\n", source.ref)
    ids = [a.id for a in brought(session)]
    ladders = ladders_in_force(session, now)
    assert list(nudging.due(session, ladders, now)) == list(nudging.due(session, ladders, now, ids)) == []
    confirm_action(session, anna, brought(session)[0].record.ref)
    assert {(due.item_id, due.ladder) for due in nudging.due(session, ladders, now, ids)} == {(ids[0], "action_due"), (ids[0], "action_accept")}


@pytest.mark.usefixtures("listening")
def test_any_answer_of_the_owner_confirms_it_and_a_change_of_words_does_not(session: Session, acts: Any) -> None:
    from actions.service import edit_action

    anna, raj, source = acts.facilitator(session), acts.owner(session), acts.source(session)
    bring(session, anna, "title,owner,due\nA,Raj Patel,2026-09-30\nB,Raj Patel,2026-09-30\n", source.ref)
    a, b = brought(session)
    edit_action(session, anna, a.record.ref, a.record.version, {"measure": "Lag"})
    assert a.unconfirmed
    transition(session, raj, a.record.ref, "accept")
    move_due(session, raj, b.record.ref, b.record.version, due=acts.days(20), reason="Freeze")
    session.flush()
    assert [x.unconfirmed for x in brought(session)] == [False, False]
    assert session.scalar(sa.select(sa.func.count()).select_from(DateMove)) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(Record).where(Record.title == "A")) == 1
