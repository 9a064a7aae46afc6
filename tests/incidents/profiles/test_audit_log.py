"""A row for each change: whatever the order of rows and columns, the last state is the incident and nothing is lost."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from incidents.intake import survey
from incidents.intake.facts import IncidentFacts, Intake
from incidents.profiles.servicenow import read_servicenow
from kernel.intake.refusal import Unreadable

COLUMNS = ("number", "priority", "opened_at", "incident_state", "assignment_group", "sys_mod_count", "sys_updated_at", "sys_updated_by", "closed_at")


def row(number: str, state: str, count: int, updated: str, **more: str) -> dict[str, str]:
    return {"number": number, "priority": "3 - Moderate", "opened_at": "2/3/2026 10:00", "incident_state": state, "sys_mod_count": str(count),
            "sys_updated_at": updated, "sys_updated_by": f"user {count}", "assignment_group": "Desk", "closed_at": "?", **more}  # fmt: skip


LOG = [
    row("INC1", "New", 0, "2/3/2026 10:01"),
    row("INC1", "Active", 2, "2/3/2026 10:30", assignment_group="Payments"),
    row("INC1", "Resolved", 9, "2/3/2026 12:00", assignment_group="Payments"),
    row("INC1", "Active", 10, "13/3/2026 09:00", assignment_group="Payments"),
    row("INC1", "Closed", 11, "13/3/2026 10:00", assignment_group="Payments", closed_at="13/3/2026 10:00"),
    row("INC2", "New", 0, "2/3/2026 11:00", priority="1 - Critical"),
    row("INC2", "Active", 1, "2/3/2026 11:05", priority="2 - High"),
]


def export(rows: Sequence[dict[str, str]], columns: Sequence[str] = COLUMNS) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(content: bytes, zone: str = "UTC") -> tuple[dict[str, IncidentFacts], Intake]:
    intake = read_servicenow(content, zone=zone)
    return {facts.number: facts for facts in intake.rows}, intake


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_the_last_state_is_the_incident_and_all_rows_are_its_life() -> None:
    found, intake = read(export(LOG))
    assert (intake.rejects, intake.warnings) == ([], [])
    assert intake.understood is not None
    assert (intake.understood.kind, intake.understood.rows) == ("audit log", 7)
    one = found["INC1"]
    assert (one.state, one.row, one.source_row["sys_mod_count"]) == ("Closed", 6, "11")
    assert {name: (t.at, t.precision) for name, t in one.times.items()} == {
        "detected": (at(2026, 3, 2, 10), "about"), "closed": (at(2026, 3, 13, 10), "exact"),
    }  # fmt: skip
    assert [(c.at, c.actor, c.state, dict(c.values)) for c in one.changes] == [
        (at(2026, 3, 2, 10, 1), "user 0", "New", {"state": "New", "severity": "3 - Moderate", "group": "Desk"}),
        (at(2026, 3, 2, 10, 30), "user 2", "Active", {"state": "Active", "group": "Payments"}),
        (at(2026, 3, 2, 12, 0), "user 9", "Resolved", {"state": "Resolved"}),
        (at(2026, 3, 13, 9, 0), "user 10", "Active", {"state": "Active"}),
        (at(2026, 3, 13, 10, 0), "user 11", "Closed", {"state": "Closed", "closed": "13/3/2026 10:00"}),
    ]
    assert (one.reopen_count, one.reassignment_count) == (1, 1)
    assert (found["INC2"].severity, found["INC2"].reopen_count) == (2, 0)


def test_resolved_and_acknowledged_are_not_made_of_states() -> None:
    found, _ = read(export(LOG))
    assert {name for facts in found.values() for name in facts.times} == {"detected", "closed"}


def test_counts_of_the_tool_win_over_counts_of_states() -> None:
    rows = [{**r, "reopen_count": c, "reassignment_count": "4"} for r, c in zip(LOG, "0007620", strict=True)]
    found, _ = read(export(rows, (*COLUMNS, "reopen_count", "reassignment_count")))
    assert (found["INC1"].reopen_count, found["INC1"].reassignment_count, found["INC2"].reopen_count) == (7, 4, 2)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_and_columns_does_not_matter(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "MANY", 2)
    rows, columns = LOG[:], list(COLUMNS)
    random.Random(seed).shuffle(rows)
    random.Random(seed).shuffle(columns)
    found, _ = read(export(rows, columns))
    straight, _ = read(export(LOG))
    assert {n: (f.digest, f.changes) for n, f in found.items()} == {n: (f.digest, f.changes) for n, f in straight.items()}


def test_without_a_number_of_updates_their_times_order_them() -> None:
    columns = [c for c in COLUMNS if c != "sys_mod_count"]
    found, _ = read(export(LOG[::-1], columns))
    assert [c.state for c in found["INC1"].changes] == ["New", "Active", "Resolved", "Active", "Closed"]


def test_american_dates_and_other_names() -> None:
    names = {"number": "Number", "priority": "Priority", "opened_at": "Opened", "incident_state": "State", "sys_updated_at": "Updated", "sys_mod_count": "Updates", "closed_at": "Closed"}
    american = {"2/3/2026": "3/2/2026", "13/3/2026": "3/13/2026"}
    rows = [{names[k]: next((v.replace(a, b) for a, b in american.items() if v.startswith(a)), v) for k, v in r.items() if k in names} for r in LOG]
    found, _ = read(export(rows, list(rows[0])))
    assert (found["INC1"].opened_at, found["INC1"].changes[-1].at) == (at(2026, 3, 2, 10), at(2026, 3, 13, 10))


def test_a_bad_last_row_is_named_and_a_bad_time_of_a_change_is_not_lost() -> None:
    rows = [*LOG[:4], {**LOG[4], "priority": "soon"}, {**LOG[5], "sys_updated_at": "yesterday"}, LOG[6]]
    found, intake = read(export(rows))
    assert [(r.row, r.column) for r in intake.rejects] == [(6, "priority")]
    assert (found["INC2"].changes[0].at, found["INC2"].changes[0].typed) == (None, "yesterday")
    assert intake.warnings == ["Times of a change that are no time; the change is kept without one: 1 (first in row 7, sys_updated_at)"]


def test_clock_changes_in_a_log_are_told() -> None:
    """London, 25 Oct 2026: 01:30 twice. The second row cannot be before the first, so it is the second 01:10."""
    rows = [row("INC1", "New", 0, "25/10/2026 01:30"), row("INC1", "Active", 1, "25/10/2026 01:10"), row("INC2", "New", 0, "29/3/2026 01:30")]
    found, intake = read(export(rows), "Europe/London")
    assert [c.at for c in found["INC1"].changes] == [at(2026, 10, 25, 0, 30), at(2026, 10, 25, 1, 10)]
    assert found["INC2"].changes[0].at is None
    assert any("clock change repeats" in warning for warning in intake.warnings)


def test_a_row_twice_is_taken_once_and_without_any_order_it_is_rejected() -> None:
    found, intake = read(export([*LOG, LOG[6]]))
    assert len(found["INC2"].changes) == 2
    assert intake.warnings == ["Rows that repeat an earlier one word for word, taken once: 1 (first in row 9, number)"]
    columns = [c for c in COLUMNS if not c.startswith("sys_")]
    _, intake = read(export(LOG[3:], columns))
    assert [(r.row, r.column) for r in intake.rejects] == [(3, "number"), (5, "number")]


def test_rows_without_a_number_do_not_wait_for_each_other() -> None:
    _, intake = read(export([LOG[0], *({**LOG[0], "number": "?"},) * 3, LOG[4]]))
    assert [r.row for r in intake.rejects] == [3, 4, 5]


def test_one_number_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "MOST_ROWS", 3)
    with pytest.raises(Unreadable, match="more than 3 rows of one incident"):
        read(export(LOG))


def test_the_table_of_single_fields_is_told_apart() -> None:
    with pytest.raises(Unreadable, match="sys_audit"):
        read(b"documentkey,fieldname,oldvalue,newvalue,sys_created_on\na,state,1,2,2026-03-02 10:00:00\n")
