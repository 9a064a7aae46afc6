"""The page of one incident."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from browser import Browser
from servicenow_export import COLUMNS, export, take, written

from incidents.queries.incident import find
from incidents.rules.times import TimeFact
from incidents.service.times import set_times
from kernel import audit, clock
from kernel.db import Database
from kernel.permission import machine
from kernel.record import Record, Scope

ME = machine("test")


def fill(database: Database, *rows: dict[str, object], columns: tuple[str, ...] = COLUMNS) -> None:
    with database.unit_of_work() as session:
        take(session, export(*rows, columns=columns))


def test_times_with_source_and_both_values(ivo: Browser, database: Database) -> None:
    fill(database, {"business_service": "Checkout", "assignment_group": "Payments"})
    with database.unit_of_work() as session:
        said = TimeFact("detected", "person", datetime(2026, 3, 2, 9, 41, tzinfo=UTC), "exact", "UTC", "09:41")
        set_times(session, ME, find(session, ME, "INC0000001"), {"detected": said})
    page = ivo.open("/incidents/INC0000001")
    assert page.h1 == "Checkout answered 503"
    assert "Mon 2 Mar 2026, 09:41 UTC" in page.text
    assert "A person instead of the import’s Mon 2 Mar 2026, 10:00 UTC, about" in page.text
    assert "Detected to resolved 2 h 49 min" in page.text
    assert "Payments" in page.text
    assert "opened_at 2026-03-02 10:00" in page.text  # the source row


def test_children_and_parents(ivo: Browser, database: Database) -> None:
    fill(database, {}, {"parent_incident": "INC0000001", "short_description": "Orders slow"}, {"parent_incident": "INC0777777"})
    page = ivo.open("/incidents/INC0000001")
    assert page.click("INC0000002").h1 == "Orders slow"
    assert ivo.open("/incidents/INC0000002").click("INC0000001").h1 == "Checkout answered 503"
    assert "INC0777777 not stored here" in ivo.open("/incidents/INC0000003").text


def test_a_review_is_opened_from_here_once(ivo: Browser, vera: Browser, database: Database) -> None:
    fill(database, {})
    assert "Open a review" not in vera.open("/incidents/INC0000001").html
    page = ivo.open("/incidents/INC0000001").form("Open a review").submit()
    assert page.status == 200
    assert page.h1 == "Checkout answered 503"
    again = ivo.open("/incidents/INC0000001")
    assert "Open a review" not in again.html
    assert any(text.startswith("PIR-") for text in again.links)


def test_a_proposal_says_so(ivo: Browser, database: Database) -> None:
    now = clock.now()
    fill(database, {"priority": "2 - High", "opened_at": written(now - timedelta(hours=9)), "resolved_at": written(now - timedelta(hours=6)), "closed_at": None})
    page = ivo.open("/incidents/INC0000001")
    assert "Review proposed by the rule" in page.text
    page.form("Open a review")


def test_absent_and_restricted_answer_alike(ivo: Browser, database: Database) -> None:
    fill(database, {}, {"parent_incident": "INC0000001"})
    with database.unit_of_work() as session:
        session.scalars(sa.select(Record).where(Record.ref == "INC0000001")).one().scope = Scope.RESTRICTED
        audit.note(session, ME, "restrict")
    restricted, absent = ivo.open("/incidents/INC0000001"), ivo.open("/incidents/INC0000009")
    assert (restricted.status, absent.status) == (404, 404)
    assert restricted.text.replace("0000001", "0000009") == absent.text
    assert "Parent INC0000001 not stored here" in ivo.open("/incidents/INC0000002").text


def test_hostile_texts_stay_texts(ivo: Browser, database: Database) -> None:
    bad = '<script>alert(1)</script>"\'&'
    columns = (*COLUMNS, bad)
    fill(database, {"short_description": bad, "assignment_group": bad, "business_service": bad, bad: bad, "number": "INC/1?x=1#y"}, columns=columns)
    page = ivo.open("/incidents").click("INC/1?x=1#y")
    assert page.status == 200
    assert page.h1 == bad
    assert "<script>alert" not in page.html


def test_statements_do_not_grow_with_the_children(ivo: Browser, database: Database) -> None:
    counted: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    found = []
    for rows in ([{}], [{"number": f"INC9{n}", "parent_incident": "INC0000001"} for n in range(30)]):
        fill(database, *rows)
        counted.clear()
        ivo.open("/incidents/INC0000001")
        found.append(len(counted))
    assert found[0] == found[1] <= 18


JOURNAL = "2026-03-02 10:20:12 - Anna Kowalski (Work notes)\nProbe failed\n<b>twice</b>"
LOG = ("number", "priority", "opened_at", "incident_state", "assignment_group", "sys_mod_count", "sys_updated_on", "sys_updated_by")


def test_work_notes_stand_in_the_timeline_and_the_rest_below(ivo: Browser, database: Database) -> None:
    fill(database, {"work_notes": f"See chat\n{JOURNAL}"}, columns=(*COLUMNS, "work_notes"))
    page = ivo.open("/incidents/INC0000001")
    assert "Mon 2 Mar 2026, 10:20 UTC" in page.text
    assert "Anna Kowalski" in page.text
    assert "&lt;b&gt;twice&lt;/b&gt;" in page.html
    assert "Work notes without a time See chat" in page.text


def test_entries_come_into_the_timeline_of_its_review(ivo: Browser, database: Database) -> None:
    fill(database, {"work_notes": JOURNAL}, columns=(*COLUMNS, "work_notes"))
    page = ivo.open("/incidents/INC0000001").form("Open a review").submit()
    timeline = ivo.open(f"{page.url.split('?')[0]}/timeline")
    assert "Probe failed" in timeline.text
    assert "Anna Kowalski" in timeline.text
    assert "from INC0000001" in timeline.text
    assert not any(text.startswith("Edit Probe failed") for text in timeline.links)
    cause = ivo.open(f"{page.url.split('?')[0]}/why/why/add?effect=focus")
    assert "Probe failed" in cause.text


def test_the_history_of_its_tool(ivo: Browser, database: Database) -> None:
    rows = (("New", "Desk"), ("Active", "Payments"), ("Active", "Payments"), ("Closed", ""))
    fill(database, *({"number": "INC1", "incident_state": state, "assignment_group": group, "sys_mod_count": n, "sys_updated_on": f"2026-03-0{n + 2} 10:00",
                      "sys_updated_by": f"user {n}"} for n, (state, group) in enumerate(rows)), columns=LOG)
    page = ivo.open("/incidents/INC1")
    assert "3 changes as its audit log tells them" in page.text
    assert "State New · Severity 3 - Moderate · Assignment group Desk" in page.text
    assert "State: New → Active · Assignment group: Desk → Payments" in page.text
    assert "State: Active → Closed · Assignment group: Payments → nothing" in page.text
    assert "user 2" not in page.text.split("The row as it was exported")[0]  # that save changed nothing that is tracked


def test_references_link_what_stands_here_and_is_open(ivo: Browser, database: Database) -> None:
    columns = (*COLUMNS, "problem_id", "caused_by", "major_incident_state")
    fill(database, {}, {"short_description": "Secret"}, {"problem_id": "PRB0000042", "caused_by": "INC0000001", "major_incident_state": "Proposed"},
         {"caused_by": "INC0000002"}, columns=columns)
    with database.unit_of_work() as session:
        session.scalars(sa.select(Record).where(Record.ref == "INC0000002")).one().scope = Scope.RESTRICTED
        audit.note(session, ME, "restrict")
    page = ivo.open("/incidents/INC0000003")
    assert "Problem PRB0000042" in page.text
    assert "in the tool’s words Proposed" in page.text
    assert page.click("INC0000001").h1 == "Checkout answered 503"
    hidden = ivo.open("/incidents/INC0000004")
    assert "Caused by INC0000002" in hidden.text
    assert "Secret" not in hidden.text
    assert "INC0000002" not in hidden.links


def test_entries_and_history_of_a_restricted_incident_do_not_exist(ivo: Browser, database: Database) -> None:
    fill(database, {"work_notes": JOURNAL}, columns=(*COLUMNS, "work_notes"))
    with database.unit_of_work() as session:
        session.scalars(sa.select(Record)).one().scope = Scope.RESTRICTED
        audit.note(session, ME, "restrict")
    absent, hidden = ivo.open("/incidents/INC9"), ivo.open("/incidents/INC0000001")
    assert (hidden.status, hidden.text) == (absent.status, absent.text)


def test_times_are_corrected_and_survive_the_next_import(ivo: Browser, vera: Browser, database: Database) -> None:
    fill(database, {"opened_at": "2026-03-02 10:00:27", "closed_at": "2026-03-05 09:00:59"})
    assert vera.open("/incidents/INC0000001/times").status == 403
    assert "Correct the times" not in vera.open("/incidents/INC0000001").text
    form = ivo.open("/incidents/INC0000001").click("Correct the times").form("Save the times")
    assert form.value("Resolved: time") == "12:30"
    page = form.fill({"Resolved: time": "12:10", "Restored: date": "2 Mar 2026", "Restored: time": "12:05"}).submit()
    assert "The times were saved." in page.text
    fill(database, {"opened_at": "2026-03-02 10:00:27", "closed_at": "2026-03-05 09:00:59", "resolved_at": "2026-03-02 12:40"})
    page = ivo.open("/incidents/INC0000001")
    assert "Mon 2 Mar 2026, 12:10 UTC" in page.text
    assert "A person instead of the import’s Mon 2 Mar 2026, 12:40 UTC" in page.text
    with database.unit_of_work(write=False) as session:
        times = {(t.moment.value, t.source.value): f"{t.at:%H:%M}" for t in find(session, ME, "INC0000001").times}
    assert times == {("detected", "import"): "10:00", ("resolved", "import"): "12:40", ("closed", "import"): "09:00",
                     ("resolved", "person"): "12:10", ("restored", "person"): "12:05"}


def test_times_that_cannot_be_are_named_and_stay_typed(ivo: Browser, database: Database) -> None:
    fill(database, {})
    page = ivo.open("/incidents/INC0000001/times").form("Save the times").fill({"Restored: date": "2 Mar 2026", "Restored: time": "09:00"}).submit()
    assert (page.status, page.errors) == (422, ["Restored must be after Detected (10:00, 2 Mar)"])
    assert page.form("Save the times").value("Restored: time") == "09:00"


def test_two_who_correct_the_same_times(ivo: Browser, database: Database) -> None:
    fill(database, {})
    first, second = (ivo.open("/incidents/INC0000001/times").form("Save the times") for _ in range(2))
    assert first.fill({"Resolved: time": "12:10"}).submit().status == 200
    assert second.fill({"Resolved: time": "12:20"}).submit().status == 409


def test_an_incident_in_review_has_its_times_there(ivo: Browser, database: Database) -> None:
    fill(database, {})
    ivo.open("/incidents/INC0000001").form("Open a review").submit()
    assert "Correct the times" not in ivo.open("/incidents/INC0000001").text
    assert ivo.open("/incidents/INC0000001/times").status == 409
