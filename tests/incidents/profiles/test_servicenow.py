"""ServiceNow's list export: a fixture of our own in both spellings, and every way in which a row can be wrong."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from incidents.intake.facts import IncidentFacts, Intake
from incidents.profiles.servicenow import read_servicenow
from kernel.intake.archive import Limits
from kernel.intake.refusal import Reject, Unreadable

LIST = Path(__file__).resolve().parents[2] / "fixtures" / "servicenow_list.csv"
GOOD = {"number": "INC1", "priority": "1 - Critical", "opened_at": "29/2/2016 07:08", "resolved_at": "29/2/2016 16:01", "closed_at": "?"}


def export(*rows: dict[str, str], **changes: str) -> bytes:
    """A file of these rows, or of one good row with some cells changed."""
    rows = rows or ({**GOOD, **changes},)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(content: bytes, zone: str = "UTC", **options: str) -> tuple[list[IncidentFacts], Intake]:
    intake = read_servicenow(content, zone=zone, **options)  # type: ignore[arg-type]
    return list(intake.rows), intake


def only(content: bytes, zone: str = "UTC") -> IncidentFacts:
    (facts,), intake = read(content, zone)
    assert intake.rejects == []
    return facts


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_the_list_with_its_labels() -> None:
    intake = read_servicenow(LIST, zone="Europe/London")
    first, second, third = intake.rows
    assert (intake.rejects, intake.warnings) == ([], [])
    assert (first.number, first.title, first.severity, first.state) == ("INC0010001", "Checkout answered 503 to every customer", 1, "Closed")
    assert {name: (time.at, time.precision, time.typed) for name, time in first.times.items()} == {
        "detected": (at(2026, 11, 20, 14, 3), "about", "20/11/2026 14:03"),
        "resolved": (at(2026, 11, 20, 15, 21), "exact", "20/11/2026 15:21"),
        "closed": (at(2026, 11, 23, 9), "exact", "23/11/2026 09:00"),
    }
    assert (first.services, first.is_major, first.problem_ref) == (("Checkout", "checkout-db-01"), True, "PRB0000042")
    assert (first.made_sla, first.reopen_count, first.assignment_group) == (True, 0, "Payments")
    assert [(n.at.at, n.actor, n.text, n.is_public) for n in first.notes] == [(at(2026, 11, 20, 14, 10), "Anna Kowalski", "Failover started", False)]
    assert first.description is None
    assert (second.parent_number, second.is_major, list(second.times)) == ("INC0010001", None, ["detected", "resolved"])
    assert (third.title, third.services, list(third.times)) == ("Incident INC0010003", (), ["detected"])
    assert third.opened_at == at(2026, 12, 3, 8)
    assert third.source_row["Resolved"] == "?"
    assert len(third.source_row) == 16


def test_a_title_is_built_where_the_export_has_none() -> None:
    facts = only(export(category="Category 42", subcategory="Subcategory 223"))
    assert facts.title == "Category 42 / Subcategory 223 incident INC1"


def test_all_seven_times_only_from_columns_of_their_own() -> None:
    facts = only(
        export(
            u_occurred_at="29/2/2016 06:50", u_detected_at="29/2/2016 07:00", acknowledged_at="29/2/2016 07:10",
            mitigated_at="29/2/2016 09:00", restored_at="29/2/2016 15:00", closed_at="1/3/2016 10:00",
        )
    )
    assert [(name, time.at.hour, time.precision) for name, time in facts.times.items()] == [
        ("occurred", 6, "exact"), ("detected", 7, "exact"), ("acknowledged", 7, "exact"), ("mitigated", 9, "exact"),
        ("restored", 15, "exact"), ("resolved", 16, "exact"), ("closed", 10, "exact"),
    ]


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"number": "?"}, "number", "The incident has no number"),
        ({"number": "INC 1"}, "number", '"INC 1" is no incident number: it has blanks or more than 40 characters'),
        ({"priority": ""}, "priority", "The incident has no priority"),
        ({"priority": "soon"}, "priority", '"soon" is not a priority. Use 1 - Critical, 2 - High, 3 - Moderate or 4 - Low'),
        ({"opened_at": "?"}, "opened_at", "The incident has no time of opening"),
        ({"opened_at": "29/2/2016 25:99"}, "opened_at", "25:99 is not a time. Use 00:00 to 23:59"),
        ({"opened_at": "31/2/2016 10:00"}, "opened_at", "31/2/2016 10:00 is not a date in the order day/month/year of this file"),
        ({"opened_at": "27/3/2016 01:30"}, "opened_at", "01:30 did not exist on 27 Mar 2016; clocks went from 01:00 to 02:00."),
        ({"resolved_at": "28/2/2016 16:01"}, "resolved_at", "resolved_at (28/2/2016 16:01) is before opened_at (29/2/2016 07:08)"),
        ({"closed_at": "29/2/2016 16:00"}, "closed_at", "closed_at (29/2/2016 16:00) is before resolved_at (29/2/2016 16:01)"),
        ({"closed_at": "29/2/2016 07:00", "resolved_at": "?"}, "closed_at", "closed_at (29/2/2016 07:00) is before opened_at (29/2/2016 07:08)"),
    ],
)
def test_rejects(changes: dict[str, str], column: str, reason: str) -> None:
    """The wrong row is named, the good one beside it is taken."""
    other = {**GOOD, "number": "INC2"}
    taken, intake = read(export({**GOOD, **changes}, other), "Europe/London")
    assert intake.rejects == [Reject(2, column, reason)]
    assert [facts.number for facts in taken] == ["INC2"]


def test_the_repeated_hour_is_the_first_one_about_with_a_warning() -> None:
    (facts,), intake = read(export(opened_at="30/10/2016 00:30", resolved_at="30/10/2016 01:30"), "Europe/London")
    assert (facts.times["resolved"].at, facts.times["resolved"].precision) == (at(2016, 10, 30, 0, 30), "about")
    assert intake.warnings == ["Times in the hour that a clock change repeats, taken as the first one, about: 1 (first in row 2, resolved_at)"]


def test_the_repeated_hour_is_the_second_one_where_the_first_would_end_before_the_start() -> None:
    """Opened 01:50 (first: 00:50 UTC), resolved 01:10 on the same clock: only the second 01:10 (01:10 UTC) can be meant."""
    facts = only(export(opened_at="30/10/2016 01:50", resolved_at="30/10/2016 01:10"), "Europe/London")
    assert (facts.opened_at, facts.times["resolved"].at) == (at(2016, 10, 30, 0, 50), at(2016, 10, 30, 1, 10))


def test_numbers_that_come_twice() -> None:
    again, changed = {**GOOD}, {**GOOD, "state": "New"}
    rows = [{**row, "state": row.get("state", "Closed")} for row in (GOOD, again, changed)]
    taken, intake = read(export(*rows))
    assert len(taken) == 1
    assert intake.warnings == ["Rows that repeat an earlier one word for word, taken once: 1 (first in row 3, number)"]
    (reject,) = intake.rejects
    assert (reject.row, reject.column) == (4, "number")
    assert reject.reason.startswith("Duplicate number INC1: row 2 has it with other values, and the file has no column that tells which")


@pytest.mark.parametrize(("state", "is_major"), [("accepted", True), ("Rejected", False), ("canceled", False), ("proposed", None), ("?", None)])
def test_major_incident_state(state: str, is_major: bool | None) -> None:
    (facts,), intake = read(export(major_incident_state=state))
    assert (facts.is_major, intake.warnings) == (is_major, [])


def test_what_is_left_open_or_put_right_is_said() -> None:
    (facts,), intake = read(
        export(major_incident_state="odd", made_sla="perhaps", reopen_count="few", short_description="Disk\x07 full\non db1", priority="5 - Planning")
    )
    assert (facts.is_major, facts.made_sla, facts.reopen_count, facts.title, facts.severity) == (None, None, None, "Disk full on db1", 4)
    assert facts.source_row["reopen_count"] == "few"
    assert facts.source_row["short_description"] == "Disk full\non db1"
    assert intake.warnings == [
        "Priority 5 (Planning) read as severity 4: 1 (first in row 2, priority)",
        'Major incident state "odd" is not known and was left open: 1 (first in row 2, major_incident_state)',
        "Values that are neither yes nor no, left open: 1 (first in row 2, made_sla)",
        "Counts that are no whole number, left open: 1 (first in row 2, reopen_count)",
        "Cells with control characters, which were removed: 1 (first in row 2, short_description)",
    ]


@pytest.mark.parametrize(
    ("content", "zone", "kind", "words"),
    [
        (export(), "Mars/Olympus", "zone", '"Mars/Olympus" is not a known time zone'),
        (export({"number": "INC1", "opened_at": "29/2/2016 07:08"}), "UTC", "columns", 'no column "priority".*Its columns: number, opened_at'),
        (export({"number": "INC1", "priority": "1"}), "UTC", "columns", r'no column "opened_at" \(or "Opened"\)'),
        (export({**GOOD, "Opened_At": "x"}), "UTC", "columns", "is there twice"),
        (export({**GOOD, "Opened at": "x"}), "UTC", "columns", '"opened_at" and "Opened at" are the same'),
        (export(opened_at="3/4/2016 07:08", resolved_at="?"), "UTC", "date_order", "--date-order"),
        (export(resolved_at="2/29/2016 16:01"), "UTC", "date_order", "two orders"),
    ],
)
def test_whole_files_that_are_refused(content: bytes, zone: str, kind: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as caught:
        read_servicenow(content, zone=zone)
    assert caught.value.kind == kind


def test_a_forced_order_rejects_the_dates_of_the_other() -> None:
    content = export({**GOOD, "resolved_at": "?"}, {**GOOD, "number": "INC2", "opened_at": "2/29/2016 07:08", "resolved_at": "?"})
    taken, intake = read(content, date_order="mdy")
    assert [facts.number for facts in taken] == ["INC2"]
    assert [(reject.row, reject.column) for reject in intake.rejects] == [(2, "opened_at")]
    assert only(export(opened_at="3/2/2016 07:08")).opened_at == at(2016, 2, 3, 7, 8)


def test_two_columns_for_one_fact_are_remarked_on() -> None:
    (facts,), intake = read(export(incident_state="Closed", state="7"))
    assert (facts.state, facts.source_row["state"]) == ("Closed", "7")
    assert intake.warnings == ['The columns "incident_state" and "state" both give the state; "incident_state" was used']


def test_the_digest_changes_with_the_meaning_only() -> None:
    digest = only(export()).digest
    same = [
        export({key: GOOD[key] for key in reversed(GOOD)}),
        export(opened_at="2016-02-29 07:08:00", resolved_at="2016-02-29T16:01:00Z"),
        export(closed_at="", vendor="?", sys_mod_count="9", sys_updated_by="Updated by 1"),
    ]
    other = [export(priority="2 - High"), export(resolved_at="29/2/2016 16:02"), export(vendor="Vendor 1"), export(state="Closed"), export(number="INC2")]
    assert [only(content).digest for content in same] == [digest] * 3
    assert len({digest, *(only(content).digest for content in other)}) == 6
    assert only(export(), "Europe/London").digest == digest
    assert only(export(), "Asia/Kolkata").digest != digest


def test_too_many_rows_are_refused_before_the_first() -> None:
    rows = [{**GOOD, "number": f"INC{number}"} for number in range(6)]
    with pytest.raises(Unreadable, match="more than 5 rows"):
        read_servicenow(export(*rows), limits=Limits(rows=5))
