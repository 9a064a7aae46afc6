"""Writing an action down: what is stored, what is inherited, what is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.events import ActionChanged
from actions.models import Action
from actions.rules.lifecycle import ActionState
from actions.service import add_action
from kernel import event
from kernel.audit import AuditEntry
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.record import Part, Participation, Record, Scope
from kernel.ref import RecordKind
from organisation.models import Person


def parts(session: Session, record_id: int) -> list[tuple[int, str]]:
    rows = session.execute(
        sa.select(Participation.person_id, Participation.part).where(Participation.record_id == record_id)
    )
    return [(person_id, part.value) for person_id, part in rows]


def test_everything_is_stored(session: Session, acts: Any) -> None:
    anna, raj = acts.facilitator(session), acts.owner(session)
    source = acts.source(session)
    factor = acts.factor(session, source)
    made = add_action(session, anna, source.ref, acts.fields(
        owner=raj.person_id, measure="Lag", expected_evidence="CHG", external_ref="CHG0051688",
        factors=[{"factor": factor, "effect": "reduces", "probability": 0.25}],
    ))
    session.expire_all()
    stored = session.get_one(Action, made.id)
    assert (stored.record.ref, stored.record.kind, stored.record.title) == ("ACT-0001", RecordKind.ACTION, "Add an alert on replica lag")
    assert (stored.state, stored.owner_id, stored.source_id) == (ActionState.PROPOSED, raj.person_id, source.id)
    assert stored.due == stored.original_due == acts.days(30)
    assert (stored.measure, stored.expected_evidence, stored.external_ref) == ("Lag", "CHG", "CHG0051688")
    assert [(f.effect.value, f.probability) for f in stored.factors] == [("reduces", 0.25)]
    assert stored.created_by_id == anna.person_id
    assert parts(session, stored.id) == [(raj.person_id, "owner")]


def test_a_title_is_enough(session: Session, acts: Any) -> None:
    made = add_action(session, acts.facilitator(session), acts.source(session).ref, {"title": "Add an alert"})
    assert (made.owner_id, made.due, made.original_due, made.strength, made.kind.value) == (None, None, None, None, "prevent")
    assert parts(session, made.id) == []


def test_an_owner_is_added_inline_once(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    first = add_action(session, anna, source.ref, {"title": "Add A", "owner_name": "Ewa Zielińska", "owner_email": "ewa@example.com"})
    second = add_action(session, anna, source.ref, {"title": "Add B", "owner_name": "Ewa Z.", "owner_email": "EWA@example.com"})
    assert first.owner_id == second.owner_id
    assert session.get_one(Person, first.owner_id).name == "Ewa Zielińska"


def test_two_of_one_name_ask_for_the_address(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    for mail in ("a@example.com", "b@example.com"):
        add_action(session, anna, source.ref, {"title": "Add A", "owner_name": "Ewa Z", "owner_email": mail})
    with pytest.raises(Invalid) as wrong:
        add_action(session, anna, source.ref, {"title": "Add A", "owner_name": "Ewa Z"})
    assert list(wrong.value.messages) == ["owner_email"]


@pytest.mark.parametrize("days", [0, -1, -400])
def test_a_due_date_lies_in_the_future(session: Session, acts: Any, days: int) -> None:
    with pytest.raises(Invalid) as wrong:
        acts.action(session, due=acts.days(days))
    assert wrong.value.messages == {"due": ["Due date must be in the future"]}


def test_a_due_date_is_not_a_slip_of_the_keyboard(session: Session, acts: Any) -> None:
    for day in (acts.days(3700), date.max):
        with pytest.raises(Invalid) as wrong:
            acts.action(session, due=day)
        assert wrong.value.messages == {"due": ["Enter a date within the next 10 years"]}


def test_an_owner_who_left_and_one_who_never_was(session: Session, acts: Any) -> None:
    raj = acts.owner(session)
    session.get_one(Person, raj.person_id).left_on = acts.days(-1)
    session.flush()
    with pytest.raises(Invalid) as left:
        acts.action(session, owner=raj.person_id)
    assert left.value.messages == {"owner": ["Raj Patel has left. Select somebody else"]}
    with pytest.raises(Invalid) as nobody:
        acts.action(session, owner=999)
    assert nobody.value.messages == {"owner": ["Select a person, not a team"]}


def test_only_causes_of_the_source(session: Session, acts: Any) -> None:
    elsewhere = acts.factor(session, acts.source(session))
    with pytest.raises(Invalid) as wrong:
        acts.action(session, of=acts.source(session), factors=[{"factor": elsewhere, "effect": "eliminates"}])
    assert wrong.value.messages == {"factors": [f"{elsewhere} is not a cause recorded here"]}


@pytest.mark.parametrize("name", ["state", "original_due", "verified_by_id", "id", "source_id", "scope", "due_version", "claim"])
def test_mass_assignment_is_refused(session: Session, acts: Any, name: str) -> None:
    with pytest.raises(Invalid) as wrong:
        acts.action(session, **{name: 1})
    assert wrong.value.messages == {name: ["Unknown field."]}


def test_who_may(session: Session, acts: Any) -> None:
    source = acts.source(session)
    with pytest.raises(Forbidden):
        acts.action(session, acts.viewer(session), source)
    taking_part = acts.viewer(session, "Paul Participant")
    session.add(Participation(record_id=source.id, person_id=taking_part.person_id, part=Part.PARTICIPANT))
    session.flush()
    assert acts.action(session, taking_part, source).record.ref == "ACT-0001"


def test_an_action_does_not_come_from_an_action_or_a_factor(session: Session, acts: Any) -> None:
    source = acts.source(session)
    for ref in (acts.action(session, of=source).record.ref, acts.factor(session, source), "PIR-2026-9999"):
        with pytest.raises(NotFound) as absent:
            add_action(session, acts.facilitator(session), ref, {"title": "Add"})
        assert str(absent.value) == "There is no such review."


def test_scope_and_guard_are_inherited(session: Session, acts: Any) -> None:
    anna = acts.facilitator(session)
    hidden = acts.restricted(session, anna)
    made = acts.action(session, anna, hidden)
    assert (made.record.scope, made.record.guard_id) == (Scope.RESTRICTED, hidden.id)
    open_one = acts.action(session, anna, acts.source(session))
    assert open_one.record.scope is Scope.OPEN


def test_a_restricted_source_is_absent_to_others(session: Session, acts: Any) -> None:
    hidden = acts.restricted(session, acts.facilitator(session))
    with pytest.raises(NotFound):
        acts.action(session, acts.problem_manager(session), hidden)


def test_one_audit_entry_and_one_announcement(session: Session, acts: Any) -> None:
    heard: list[ActionChanged] = []
    event.subscribe([(ActionChanged, lambda _s, _a, happened: heard.append(happened))])
    try:
        made = acts.action(session)
    finally:
        event.subscribe([])
    session.commit()
    rows = session.scalars(sa.select(AuditEntry.canonical).where(AuditEntry.record_id == made.id)).all()
    (fact,) = [json.loads(row) for row in rows]
    assert fact["verb"] == "add action"
    assert fact["before"] is None
    assert fact["after"] == {"ref": "ACT-0001", "title": "Add an alert on replica lag", "source": made.source_id,
                             "owner_id": made.owner_id, "due": made.due.isoformat()}
    assert heard == [ActionChanged(made.id, made.source_id, "add", None, ActionState.PROPOSED)]


def test_the_database_refuses_a_half_written_date(session: Session, acts: Any) -> None:
    made = acts.action(session)
    with pytest.raises(sa.exc.IntegrityError, match="original_due"), session.begin_nested():
        session.execute(sa.update(Action).where(Action.id == made.id).values(original_due=None))
    assert session.get_one(Record, made.id).version == 1
