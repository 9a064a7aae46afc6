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
    assert found[0] == found[1] <= 14
