"""The list of incidents: filters, order, pages, what the rule says, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from browser import Browser, Page
from servicenow_export import export, take, written

from kernel import audit, clock
from kernel.db import Database
from kernel.permission import machine
from kernel.record import Record, Scope


def fill(database: Database, *rows: dict[str, object]) -> None:
    with database.unit_of_work() as session:
        take(session, export(*rows))


def numbers(page: Page) -> list[str]:
    """References in the order of the list."""
    return [text for text in page.links if text.startswith("INC")]


def restrict(database: Database, ref: str) -> None:
    with database.unit_of_work() as session:
        session.scalars(sa.select(Record).where(Record.ref == ref)).one().scope = Scope.RESTRICTED
        audit.note(session, machine("test"), "restrict")


def test_empty(ivo: Browser, vera: Browser) -> None:
    assert ivo.open("/incidents").click("Import a file").h1 == "Import incidents"
    page = vera.open("/incidents")
    assert "No incidents yet." in page.text
    assert "Import a file" not in page.links


def test_newest_first_with_what_one_needs_to_know(ivo: Browser, database: Database) -> None:
    fill(database, {"opened_at": "2026-01-05 10:10", "business_service": "Checkout"}, {"opened_at": "2026-02-05 10:00"}, {"opened_at": "2025-12-05 10:00"})
    page = ivo.open("/incidents")
    assert numbers(page) == ["INC0000002", "INC0000001", "INC0000003"]
    assert "Checkout answered 503" in page.text
    assert "Mon 5 Jan 2026" in page.text
    assert "56 days 2 h to resolved" in page.text  # 5 Jan 10:10 to 2 Mar 12:30 are 56 days 2 h 20 min


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("severity=1", ["INC0000002"]),
        ("q=pay", ["INC0000001"]),
        ("q=0000003", ["INC0000003"]),
        ("q=100%25", []),  # a percent sign is a character, not a wildcard
        ("month=2026-03", ["INC0000003", "INC0000002"]),
        ("month=2026-02", ["INC0000001"]),
        ("month=2026-03&severity=3", ["INC0000003"]),
        ("severity=9", ["INC0000003", "INC0000002", "INC0000001"]),
        ("month=March&severity=1", ["INC0000002"]),
    ],
)
def test_filters(ivo: Browser, database: Database, query: str, expected: list[str]) -> None:
    fill(
        database,
        {"short_description": "Cards: nobody can pay", "opened_at": "2026-02-28 23:59"},
        {"priority": "1 - Critical", "opened_at": "2026-03-01 00:00"},
        {"opened_at": "2026-03-02 10:00"},
    )
    page = ivo.open(f"/incidents?{query}")
    assert numbers(page) == expected
    if not expected:
        assert "No incident fits this filter." in page.text


def test_the_form_keeps_its_filters(ivo: Browser, database: Database) -> None:
    fill(database, {}, {"priority": "1 - Critical"})
    page = ivo.open("/incidents").form("Filter").fill({"Severity": "P1", "Opened in": "Mar 2026", "Number or words": "503"}).submit("Show")
    assert numbers(page) == ["INC0000002"]
    form = page.form("Filter")
    assert [form.value(name) for name in ("Severity", "Opened in", "Number or words")] == ["1", "2026-03", "503"]


def test_pages_keep_the_filter(ivo: Browser, database: Database) -> None:
    fill(database, *({"priority": "2 - High"} for _ in range(60)), {})
    page = ivo.open("/incidents?severity=2")
    assert len(numbers(page)) == 50
    assert "1 to 50 of 60 incidents" in page.text
    assert len(numbers(page.click("Next"))) == 10


def test_what_the_rule_says(ivo: Browser, database: Database) -> None:
    now = clock.now()
    fresh = {"opened_at": written(now - timedelta(hours=9)), "resolved_at": written(now - timedelta(hours=6)), "closed_at": None}
    fill(database, {"priority": "1 - Critical", **fresh}, {"priority": "2 - High", **fresh}, {})
    page = ivo.open("/incidents")
    review = next(text for text in page.links if text.startswith("PIR-"))
    assert page.text.count("Review proposed") == 1
    assert ivo.open(page.links[review]).status == 200
    for wanted, expected in (("has", ["INC0000001"]), ("needs", ["INC0000002"]), ("none", ["INC0000002", "INC0000003"])):
        assert sorted(numbers(ivo.open(f"/incidents?review={wanted}"))) == expected


def test_a_restricted_incident_is_nowhere(ivo: Browser, database: Database) -> None:
    fill(database, {}, {"short_description": "Nobody may know", "opened_at": "2027-01-01 10:00", "resolved_at": None, "closed_at": None})
    restrict(database, "INC0000002")
    page = ivo.open("/incidents")
    assert numbers(page) == ["INC0000001"]
    assert "1 incident" in page.text
    assert "2027" not in page.html  # not among the months either
    assert "No incident fits" in ivo.open("/incidents?q=nobody").text


def test_statements_do_not_grow_with_the_rows(ivo: Browser, database: Database) -> None:
    counted: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    found = []
    for rows in ([{}], [{"number": f"INC9{n}", "business_service": f"S{n}", "priority": "1 - Critical"} for n in range(40)]):
        fill(database, *rows)
        counted.clear()
        ivo.open("/incidents")
        found.append(len(counted))
    assert found[0] == found[1]
    assert found[0] <= 14
