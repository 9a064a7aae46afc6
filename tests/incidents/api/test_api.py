"""``/api/v1/incidents``: the list with its filters, and one by number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import make
import pytest
import sqlalchemy as sa
from flask import Flask
from servicenow_export import export, take, written

from incidents.queries.incident import find
from incidents.rules.times import TimeFact
from incidents.service.times import set_times
from kernel import audit, clock
from kernel.db import Database
from kernel.permission import Role, machine
from kernel.record import Record, Scope
from organisation.service.token import create_token

ME = machine("test")


class Caller:
    """A program with a token of one person."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client, self.headers = app.test_client(), {"Authorization": f"Bearer {token}"}

    def get(self, url: str) -> Any:
        return self.client.get(f"/api/v1{url}", headers=self.headers)


@pytest.fixture
def caller(app: Flask, database: Database) -> Caller:
    with database.unit_of_work() as session:
        make.organisation(session, zone="UTC")
        vera = make.person(session, "Vera Outside", Role.VIEWER, zone="UTC")
        return Caller(app, create_token(session, ME, vera, name="test")[1])


def fill(database: Database, *rows: dict[str, object]) -> None:
    with database.unit_of_work() as session:
        take(session, export(*rows))


def test_strangers_are_refused(app: Flask) -> None:
    for url in ("/api/v1/incidents", "/api/v1/incidents/INC0000001"):
        answer = app.test_client().get(url)
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_list_in_pages(caller: Caller, database: Database) -> None:
    fill(database, *({"opened_at": f"2026-01-{day:02} 10:00"} for day in range(1, 8)))
    answer = caller.get("/incidents?size=3&page=3")
    assert answer.status_code == 200
    assert {**answer.json, "items": [item["ref"] for item in answer.json["items"]]} == {
        "items": ["INC0000001"], "page": 3, "size": 3, "total": 7,
    }  # fmt: skip
    assert caller.get("/incidents?size=3&page=4").json["items"] == []


def test_filters(caller: Caller, database: Database) -> None:
    now = clock.now()
    fresh = {"opened_at": written(now - timedelta(hours=9)), "resolved_at": written(now - timedelta(hours=6)), "closed_at": None}
    fill(database, {"priority": "1 - Critical", **fresh}, {"short_description": "Orders slow"})
    cases = {"severity=1": 1, "q=orders": 2, "month=2026-03": 2, "review=has": 1, "review=none": 2}
    for query, number in cases.items():
        assert [item["ref"] for item in caller.get(f"/incidents?{query}").json["items"]] == [f"INC000000{number}"]


@pytest.mark.parametrize("query", ["severity=9", "review=maybe", "month=March", "month=2026-13", "size=0", "size=1000", "page=0", "page=x"])
def test_nonsense_is_a_problem_with_its_field(caller: Caller, query: str) -> None:
    answer = caller.get(f"/incidents?{query}")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json["errors"]] == [query.split("=")[0]]


def test_one_with_both_times_and_its_version(caller: Caller, database: Database) -> None:
    fill(database, {"business_service": "Checkout", "assignment_group": "Payments"})
    with database.unit_of_work() as session:
        said = TimeFact("detected", "person", datetime(2026, 3, 2, 9, 41, tzinfo=UTC), "exact", "UTC", "09:41")
        set_times(session, ME, find(session, ME, "INC0000001"), {"detected": said})
    answer = caller.get("/incidents/INC0000001")
    assert answer.headers["ETag"] == '"2"'
    found = answer.json
    assert found["version"] == 2
    assert (found["title"], found["severity"], found["source"], found["review"]) == ("Checkout answered 503", 3, "servicenow", None)
    assert (found["services"], found["assignment_group"], found["parent"]) == (["Checkout"], "Payments", None)
    assert found["opened_at"] == "2026-03-02T10:00:00Z"
    assert found["times"]["detected"] == {
        "at": "2026-03-02T09:41:00Z", "precision": "exact", "source": "person", "zone": "UTC", "typed": "09:41",
        "imported": {"at": "2026-03-02T10:00:00Z", "precision": "about", "source": "import", "zone": "UTC", "typed": "2026-03-02 10:00"},
    }  # fmt: skip
    assert found["times"]["resolved"]["imported"] is None
    assert found["times"]["mitigated"] is None


def test_absent_and_restricted_answer_alike(caller: Caller, database: Database) -> None:
    fill(database, {}, {})
    with database.unit_of_work() as session:
        session.scalars(sa.select(Record).where(Record.ref == "INC0000001")).one().scope = Scope.RESTRICTED
        audit.note(session, ME, "restrict")
    restricted, absent = caller.get("/incidents/INC0000001"), caller.get("/incidents/INC0000009")
    assert restricted.status_code == 404
    assert restricted.data == absent.data
    listed = caller.get("/incidents").json
    assert ([item["ref"] for item in listed["items"]], listed["total"]) == (["INC0000002"], 1)


def test_the_statements_of_a_page_do_not_grow(caller: Caller, database: Database) -> None:
    counted: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    found = []
    for rows in ([{}], [{"number": f"INC9{n}", "business_service": f"S{n}"} for n in range(100)]):
        fill(database, *rows)
        counted.clear()
        assert caller.get("/incidents?size=200").status_code == 200
        found.append(len(counted))
    assert found[0] == found[1]


def test_the_description_of_the_api_names_all(app: Flask) -> None:
    paths = app.test_client().get("/api/v1/openapi.json").json["paths"]
    assert {path for path in paths if path.startswith("/api/v1/incidents")} == {
        "/api/v1/incidents", "/api/v1/incidents/{ref}", "/api/v1/incidents/{ref}/times", "/api/v1/incidents/import",
    }  # fmt: skip
