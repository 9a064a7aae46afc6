"""Imports: idempotent by number, a person's words kept, one audit entry, all or nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from servicenow_export import COLUMNS, export, take
from sqlalchemy.orm import Session

from incidents.models import Incident, IncidentService, IncidentTime
from incidents.profiles.servicenow import read_servicenow
from incidents.queries.incident import find, services_of
from incidents.rules.times import TimeFact
from incidents.service.incident import add_incident, set_services
from incidents.service.times import set_times
from kernel import audit, event
from kernel.db import Database
from kernel.errors import Forbidden
from kernel.permission import Actor, Role, machine
from kernel.record import Record, RefCounter, Scope, next_ref
from kernel.ref import RecordKind
from organisation.models import Person, Service

ME = machine()


@pytest.fixture(autouse=True)
def _nobody_listens() -> None:
    event.subscribe([])


def audit_facts(database: Database, verb: str) -> list[dict[str, Any]]:
    with database.unit_of_work(write=False) as session:
        rows = session.scalars(sa.select(audit.AuditEntry.canonical).where(audit.AuditEntry.verb == verb).order_by(audit.AuditEntry.seq))
        return [json.loads(row) for row in rows]


def test_stores_record_times_services_and_source_row(session: Session) -> None:
    took = take(session, export({"business_service": "Checkout", "parent_incident": "INC0000009", "assignment_group": "Payments"}))
    assert (took.created, took.updated, took.unchanged, took.rejected) == (1, 0, 0, ())
    incident = find(session, ME, "INC0000001")
    assert incident.record.title == "Checkout answered 503"
    assert (incident.source, incident.severity, incident.state) == ("servicenow", 3, "Closed")
    assert (incident.parent_number, incident.assignment_group) == ("INC0000009", "Payments")
    assert {t.moment.value: (t.at, t.precision.value) for t in incident.times} == {
        "detected": (datetime(2026, 3, 2, 10, 0, tzinfo=UTC), "about"),
        "resolved": (datetime(2026, 3, 2, 12, 30, tzinfo=UTC), "exact"),
        "closed": (datetime(2026, 3, 5, 9, 0, tzinfo=UTC), "exact"),
    }
    assert services_of(session, [incident.id]) == {incident.id: ["Checkout"]}
    assert incident.source_row is not None
    assert incident.source_row["opened_at"] == "2026-03-02 10:00"
    assert took.incident_ids == (incident.id,)


def test_the_same_file_again_changes_nothing(database: Database) -> None:
    file = export({}, {"priority": "1 - Critical"}, {"priority": "nonsense"})
    for expected in ((2, 0, 0), (0, 0, 2)):
        with database.unit_of_work() as session:
            took = take(session, file)
            assert (took.created, took.updated, took.unchanged) == expected
            assert [(r.row, r.column) for r in took.rejected] == [(4, "priority")]
            assert set(session.scalars(sa.select(Record.version))) == {1}


def test_a_changed_state_updates_once(database: Database) -> None:
    for state, expected in (("Resolved", (1, 0, 0)), ("Closed", (0, 1, 0)), ("Closed", (0, 0, 1))):
        with database.unit_of_work() as session:
            took = take(session, export({"incident_state": state}))
            assert (took.created, took.updated, took.unchanged) == expected
    with database.unit_of_work(write=False) as session:
        incident = find(session, ME, "INC0000001")
        assert (incident.state, incident.record.version) == ("Closed", 2)
        assert len(incident.times) == 3


def test_one_audit_entry_for_each_file_with_before_and_after(database: Database) -> None:
    for state in ("Resolved", "Closed"):
        with database.unit_of_work() as session:
            take(session, export({"incident_state": state, "resolved_at": None if state == "Resolved" else "2026-03-02 12:30"}))
    first, second = audit_facts(database, "import incidents")
    assert first["after"]["created"] == 1
    assert first["after"]["file"] == "export.csv"
    assert len(first["after"]["sha256"]) == 64
    assert second["after"]["updates"] == {"INC0000001": {"state": "Closed", "resolved": "2026-03-02T12:30:00Z"}}
    assert second["before"]["updates"] == {"INC0000001": {"state": "Resolved", "resolved": None}}
    with database.unit_of_work(write=False) as session:
        assert audit.verify(session, bytes(range(32))).sound


def test_the_audit_entry_stays_bounded_and_names_nobody(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.service.import_audit.MOST_TOLD", 2)
    columns = (*COLUMNS, "caller_id", "work_notes")
    for caller, notes in (("Ann Abel", "first"), ("Bob Baker", "second")):
        with database.unit_of_work() as session:
            take(session, export(*({"caller_id": caller, "work_notes": notes},) * 5, columns=columns))
    entry = audit_facts(database, "import incidents")[-1]
    assert entry["after"]["updates"] == {f"INC000000{n}": {"caller": "changed", "description": "changed"} for n in (1, 2)}
    assert entry["after"]["updates_not_listed"] == 3
    assert "Baker" not in json.dumps(entry)


def test_a_persons_times_win_and_stay(session: Session) -> None:
    take(session, export({}))
    incident = find(session, ME, "INC0000001")
    said = TimeFact("detected", "person", datetime(2026, 3, 2, 9, 41, tzinfo=UTC), "exact")
    set_times(session, ME, incident, {"detected": said})
    take(session, export({"opened_at": "2026-03-02 10:05"}))
    session.expire_all()
    times = {(t.moment.value, t.source.value): t.at for t in find(session, ME, "INC0000001").times}
    assert times["detected", "person"] == datetime(2026, 3, 2, 9, 41, tzinfo=UTC)
    assert times["detected", "import"] == datetime(2026, 3, 2, 10, 5, tzinfo=UTC)


def test_a_reopened_incident_loses_the_imports_end(session: Session) -> None:
    take(session, export({}))
    take(session, export({"incident_state": "In Progress", "resolved_at": None, "closed_at": None}))
    assert [t.moment.value for t in find(session, ME, "INC0000001").times] == ["detected"]


def test_what_a_person_wrote_down_keeps_its_title_and_gains_the_facts(session: Session) -> None:
    said = {"occurred": TimeFact("occurred", "person", datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "about", "Europe/London")}
    add_incident(session, ME, title="Nobody can pay", severity=2, zone="Europe/London", ref="INC0000001", times=said)
    took = take(session, export({"priority": "1 - Critical", "assignment_group": "Payments"}))
    incident = find(session, ME, "INC0000001")
    assert took.updated == 1
    assert (incident.record.title, incident.severity, incident.source) == ("Nobody can pay", 1, "form")
    assert (incident.assignment_group, incident.zone) == ("Payments", "Europe/London")
    assert {(t.moment.value, t.source.value) for t in incident.times} == {
        ("occurred", "person"), ("detected", "import"), ("resolved", "import"), ("closed", "import"),
    }  # fmt: skip


def test_a_file_with_fewer_columns_takes_nothing_away(session: Session) -> None:
    take(session, export({"assignment_group": "Payments", "category": "Network"}))
    narrow = ("number", "priority", "opened_at", "incident_state", "category")
    took = take(session, export({"incident_state": "In Progress", "category": None}, columns=narrow))
    session.expire_all()
    incident = find(session, ME, "INC0000001")
    assert took.updated == 1
    assert (incident.state, incident.assignment_group, incident.category) == ("In Progress", "Payments", "Network")
    assert {t.moment.value for t in incident.times} == {"detected", "resolved", "closed"}
    assert incident.source_row is not None
    assert incident.source_row["assignment_group"] == "Payments"


def test_a_service_that_a_person_added_stays(session: Session) -> None:
    take(session, export({"business_service": "Checkout"}))
    incident = find(session, ME, "INC0000001")
    cards = Service(name="Card payments")
    session.add(cards)
    session.flush()
    known = session.scalars(sa.select(Service.id).where(Service.name == "Checkout")).all()
    set_services(session, incident, [*known, cards.id])
    take(session, export({"business_service": "Orders"}))
    assert services_of(session, [incident.id]) == {incident.id: ["Card payments", "Orders"]}


def test_two_rows_of_one_new_service_make_one_service(session: Session) -> None:
    take(session, export({"business_service": "Checkout"}, {"business_service": " CHECKOUT"}, {"business_service": "Orders"}))
    assert sorted(session.scalars(sa.select(Service.name))) == ["Checkout", "Orders"]
    assert session.scalar(sa.select(sa.func.count()).select_from(IncidentService)) == 3


def test_texts_longer_than_a_column_are_cut_and_said(session: Session) -> None:
    took = take(session, export({"assignment_group": "G" * 300, "short_description": "T" * 300, "business_service": "S" * 300}))
    incident = find(session, ME, "INC0000001")
    assert incident.assignment_group == "G" * 119 + "…"
    assert incident.record.title == "T" * 199 + "…"
    assert incident.source_row is not None
    assert incident.source_row["assignment_group"] == "G" * 300
    assert any("assignment group" in warning for warning in took.warnings)


def test_a_number_in_the_form_of_another_kind_of_record_is_rejected_by_row(session: Session) -> None:
    took = take(session, export({}, {"number": "PIR-2026-0001"}, {"number": "ACT-0001"}))
    assert [(r.row, r.column, r.reason) for r in took.rejected] == [
        (3, "number", "PIR-2026-0001 has the form of a review of Debrief, not of an incident"),
        (4, "number", "ACT-0001 has the form of an action of Debrief, not of an incident"),
    ]
    assert took.created == 1


def test_numbers_in_our_own_form_are_not_given_out_again(session: Session) -> None:
    add_incident(session, ME, title="Written down here", severity=3, zone="UTC")
    took = take(session, export({"number": "INC-0001"}, {"number": "INC-0041"}))
    assert [r.row for r in took.rejected] == [2]
    assert next_ref(session, RecordKind.INCIDENT) == "INC-0042"
    assert take(session, export({"number": "INC-0041", "incident_state": "New"})).updated == 1
    assert session.scalar(sa.select(RefCounter.last).where(RefCounter.kind == RecordKind.INCIDENT)) == 42


def test_a_restricted_incident_is_only_counted(database: Database) -> None:
    with database.unit_of_work() as session:
        take(session, export({}, {}))
        session.scalars(sa.select(Record).where(Record.ref == "INC0000002")).one().scope = Scope.RESTRICTED
        session.add(Person(id=7, name="Ivo Imports"))
        audit.note(session, ME, "restrict incident")
    importer = Actor(7, "Ivo Imports", frozenset({Role.INCIDENT_MANAGER}), "form")
    with database.unit_of_work() as session:
        took = take(session, export({"incident_state": "New"}, {"incident_state": "New"}), importer)
    assert (took.updated, took.rejected, took.warnings) == (2, (), ())
    assert list(audit_facts(database, "import incidents")[-1]["after"]["updates"]) == ["INC0000001"]
    (own,) = audit_facts(database, "update incident by import")
    assert own["record"] is not None
    assert own["after"] == {"state": "New"}


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.INCIDENT_MANAGER, Role.PROBLEM_MANAGER, Role.ADMINISTRATOR}])
def test_others_may_not_import(session: Session, role: Role) -> None:
    with pytest.raises(Forbidden):
        take(session, export({}), Actor(1, "Vera", frozenset({role}), "form"))


def test_stopped_in_the_middle_stores_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.queries.stored.CHUNK", 2)
    intake = read_servicenow(export(*({},) * 7), zone="UTC")
    rows = intake.rows

    def breaking() -> Any:
        for number, row in enumerate(rows):
            if number == 5:
                raise ConnectionError("the disk went away")
            yield row

    intake.rows = breaking()
    with pytest.raises(ConnectionError), database.unit_of_work() as session:
        take(session, intake)
    with database.unit_of_work(write=False) as session:
        counts = [session.scalar(sa.select(sa.func.count()).select_from(m)) for m in (Record, Incident, IncidentTime, Service)]
    assert counts == [0, 0, 0, 0]
    assert audit_facts(database, "import incidents") == []


def test_statements_do_not_grow_with_the_rows(session: Session) -> None:
    counted: list[str] = []
    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", lambda *args: counted.append(args[2]))

    def statements(rows: int, state: str, first: int) -> int:
        counted.clear()
        content = export(*({"number": f"INC{first + n}", "incident_state": state, "business_service": f"S{first + n}"} for n in range(rows)))
        take(session, content)
        return len(counted)

    assert statements(3, "New", 100) == statements(300, "New", 1000)
    assert statements(3, "Closed", 100) == statements(300, "Closed", 1000)
