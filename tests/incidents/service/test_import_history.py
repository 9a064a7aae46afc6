"""Audit logs and work logs in the database: they grow, they are never doubled, and a list takes nothing of them away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from servicenow_export import export, take
from sqlalchemy.orm import Session

from incidents.models import EntryKind, Incident, IncidentChange, TimelineEntry
from kernel import event

COLUMNS = ("number", "priority", "opened_at", "incident_state", "sys_mod_count", "sys_updated_on")
NOTES = ("number", "priority", "opened_at", "work_notes", "comments")
JOURNAL = """2026-03-02 11:30:00 - Bo Li (Work notes)
Failover done

Second paragraph
2026-03-02 10:20:12 - Anna Kowalski (Work notes)
Probe failed"""


@pytest.fixture(autouse=True)
def _nobody_listens() -> None:
    event.subscribe([])


def log(*states: str, first: int = 0) -> bytes:
    return export(
        *({"number": "INC1", "incident_state": state, "sys_mod_count": n, "sys_updated_on": f"2026-03-{n + 1:02} 10:00"} for n, state in enumerate(states, start=first)),
        columns=COLUMNS,
    )


def counts(session: Session, content: bytes, **more: str) -> tuple[int, int, int]:
    took = take(session, content, **more)  # type: ignore[arg-type]
    assert took.rejected == ()
    session.expire_all()
    return took.created, took.updated, took.unchanged


def states(session: Session) -> list[str | None]:
    return list(session.scalars(sa.select(IncidentChange.state).order_by(IncidentChange.position)))


def entries(session: Session) -> list[tuple[str, str, str]]:
    rows = session.scalars(sa.select(TimelineEntry).order_by(TimelineEntry.at, TimelineEntry.id))
    return [(f"{e.at:%H:%M:%S}", e.actor, e.text) for e in rows]


def test_a_log_grows_and_stays(session: Session) -> None:
    assert counts(session, log("New", "Active")) == (1, 0, 0)
    assert counts(session, log("New", "Active")) == (0, 0, 1)
    assert counts(session, log("New", "Active", "Closed")) == (0, 1, 0)
    assert states(session) == ["New", "Active", "Closed"]
    assert counts(session, log("Active", "Closed", first=1)) == (0, 0, 1)
    assert counts(session, log("Closed", "Active", "Closed", first=2)) == (0, 1, 0)
    assert states(session) == ["New", "Active", "Closed", "Active", "Closed"]


def test_a_list_between_two_logs_changes_nothing(session: Session) -> None:
    counts(session, log("New", "Active"))
    last = export({"number": "INC1", "incident_state": "Active", "sys_mod_count": 1, "sys_updated_on": "2026-03-02 10:00"}, columns=COLUMNS)
    assert counts(session, last) == (0, 0, 1)
    assert counts(session, log("New", "Closed", "Active")) == (0, 1, 0)
    closed = export({"number": "INC1", "incident_state": "Closed", "sys_mod_count": 3, "sys_updated_on": "2026-03-04 10:00"}, columns=COLUMNS)
    assert counts(session, closed) == (0, 1, 0)
    assert states(session) == ["New", "Closed", "Active"]
    assert session.scalars(sa.select(Incident.reopen_count)).one() == 1


def test_a_log_after_a_list_adds_its_history(session: Session) -> None:
    columns = (*COLUMNS, "reopen_count")
    rows = [{"number": "INC1", "incident_state": s, "sys_mod_count": n, "sys_updated_on": f"2026-03-0{n} 10:00", "reopen_count": 0} for n, s in ((1, "New"), (2, "Closed"))]
    assert counts(session, export(rows[1], columns=columns)) == (1, 0, 0)
    assert counts(session, export(*rows, columns=columns)) == (0, 1, 0)
    assert counts(session, export(rows[1], columns=columns)) == (0, 0, 1)
    assert counts(session, export(*rows, columns=columns)) == (0, 0, 1)
    assert states(session) == ["New", "Closed"]


def test_work_notes_become_entries_once(session: Session) -> None:
    for expected in ((1, 0, 0), (0, 0, 1)):
        assert counts(session, export({"work_notes": JOURNAL}, columns=NOTES)) == expected
    found = session.scalars(sa.select(TimelineEntry).order_by(TimelineEntry.at)).all()
    assert [(e.at, e.actor, e.text, e.kind, e.typed, e.zone, e.created_by_id) for e in found] == [
        (datetime(2026, 3, 2, 10, 20, 12, tzinfo=UTC), "Anna Kowalski", "Probe failed", EntryKind.OBSERVATION, "2026-03-02 10:20:12", "UTC", None),
        (datetime(2026, 3, 2, 11, 30, tzinfo=UTC), "Bo Li", "Failover done\n\nSecond paragraph", EntryKind.OBSERVATION, "2026-03-02 11:30:00", "UTC", None),
    ]
    assert session.scalars(sa.select(Incident.description)).one() == ""


def test_newer_notes_are_added_and_older_ones_stay(session: Session) -> None:
    counts(session, export({"work_notes": JOURNAL}, columns=NOTES))
    newest = "2026-03-02 12:00:00 - Bo Li (Work notes)\nAll well\n" + JOURNAL.split("\n2026-03-02 10")[0]
    assert counts(session, export({"work_notes": newest}, columns=NOTES)) == (0, 1, 0)
    assert [text for _, _, text in entries(session)] == ["Probe failed", "Failover done\n\nSecond paragraph", "All well"]


def test_another_zone_moves_the_entries_and_doubles_none(session: Session) -> None:
    counts(session, export({"work_notes": JOURNAL}, columns=NOTES))
    assert counts(session, export({"work_notes": JOURNAL}, columns=NOTES), zone="Europe/Berlin") == (0, 1, 0)
    assert [at for at, _, _ in entries(session)] == ["09:20:12", "10:30:00"]


def test_another_format_of_dates_is_the_same_entry(session: Session) -> None:
    counts(session, export({"work_notes": "2026-03-02 10:20:00 - Anna (Work notes)\nProbe failed"}, columns=NOTES))
    counts(session, export({"work_notes": "02/03/2026 10:20 - Anna (Work notes)\nProbe failed", "opened_at": "2026-03-02 10:00:00", "comments": "13/03/2026 10:00 - Bo (Additional comments)\nTold the customer"}, columns=NOTES))
    assert [text for _, _, text in entries(session)] == ["Probe failed", "Told the customer"]
    assert session.scalars(sa.select(TimelineEntry.kind).order_by(TimelineEntry.at.desc())).first() is EntryKind.COMMUNICATION


def test_what_is_no_entry_stays_readable_and_is_told(session: Session) -> None:
    gap = "29/03/2026 01:30 - Anna (Work notes)\nIn the hour that is not there"
    took = take(session, export({"work_notes": f"See chat.\n{gap}\n20/11/2026 10:00 - Bo (Work notes)\n{'x' * 2500}", "opened_at": "2026-03-02 10:00"}, columns=NOTES), zone="Europe/London")
    incident = session.scalars(sa.select(Incident)).one()
    assert incident.description.split("\n\n")[:2] == ["See chat.", gap]
    assert "x" * 2500 in incident.description
    assert [len(text) for _, _, text in entries(session)] == [2000]
    assert [warning.partition(":")[0] for warning in took.warnings] == [
        "Work notes that could not be read as entries, kept as they are in the description",
        "Work notes whose time or text could not be read, kept as they are in the description",
        "Work notes of more than 2,000 characters, cut in the timeline and whole in the description",
    ]
