"""``POST /api/v1/incidents/import``: the file as body or part, the fixed JSON, one key for one import."""

from __future__ import annotations

import io
from typing import Any

import make
import pytest
import sqlalchemy as sa
from flask import Flask
from servicenow_export import export

from kernel.db import Database
from kernel.permission import Role, machine
from kernel.record import Record
from organisation.service.token import create_token

URL = "/api/v1/incidents/import"
MAP = b'[columns]\nnumber = "Ticket"\nopened = "Created"\n[fixed]\nseverity = 2\n'
TICKETS = b"Ticket,Created\nT-1,2026-03-02 10:00\n"


@pytest.fixture
def post(app: Flask, database: Database) -> Any:
    with database.unit_of_work() as session:
        make.organisation(session, zone="Europe/London")
        tokens = {
            role: create_token(session, machine("test"), make.person(session, f"Person {role}", role, zone="UTC"), name="test")[1]
            for role in (Role.INCIDENT_MANAGER, Role.VIEWER)
        }
    client = app.test_client(use_cookies=False)

    def send(data: Any, *, query: str = "", role: Role = Role.INCIDENT_MANAGER, **headers: str) -> Any:
        return client.post(URL + query, data=data, headers={"Authorization": f"Bearer {tokens[role]}", **{k.replace("_", "-"): v for k, v in headers.items()}})

    return send


def records(database: Database) -> int:
    with database.unit_of_work(write=False) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Record)) or 0


def test_the_body_is_the_file(post: Any, database: Database) -> None:
    content = export({}, {"priority": "urgent"})
    answer = post(content, Content_Type="text/csv")
    assert answer.status_code == 200
    assert answer.json == {
        "incidents": 1, "created": 1, "updated": 0, "unchanged": 0, "reviews_opened": 0,
        "rejected": [{"row": 3, "column": "priority", "reason": '"urgent" is not a priority. Use 1 - Critical, 2 - High, 3 - Moderate or 4 - Low'}],
    }  # fmt: skip
    assert post(content, Content_Type="text/csv").json["unchanged"] == 1
    assert records(database) == 1


def test_a_part_beside_a_map(post: Any, database: Database) -> None:
    answer = post({"file": (io.BytesIO(TICKETS), "t.csv"), "map": (io.BytesIO(MAP), "m.toml")}, query="?tool=csv&zone=UTC")
    assert (answer.status_code, answer.json["created"]) == (200, 1)


def test_one_key_is_one_import_and_another_body_is_refused(post: Any, database: Database) -> None:
    first = post(export({}), Idempotency_Key="k1", Content_Type="text/csv")
    again = post(export({}), Idempotency_Key="k1", Content_Type="text/csv")
    assert (first.json["created"], again.json["created"], again.headers["Idempotency-Replayed"]) == (1, 1, "true")
    assert post(export({}, {}), Idempotency_Key="k1", Content_Type="text/csv").status_code == 422
    assert post(export({}), query="?zone=Asia/Tokyo", Idempotency_Key="k1", Content_Type="text/csv").status_code == 422
    assert records(database) == 1


@pytest.mark.parametrize(
    ("data", "query", "field", "words"),
    [
        (b"", "", "file", "Send the export as the body"),
        (b"\x89PNG\r\n", "", "file", "a picture"),
        (b"[1, 2", "", "file", "cut off"),
        (TICKETS, "?tool=csv", "map", "Send the map"),
        (TICKETS, "?tool=excel", "tool", "Must be one of"),
        (TICKETS, "?zone=Mars", "zone", "not a known time zone"),
        (export({"opened_at": "03/04/2026 10:00", "resolved_at": None, "closed_at": None}), "", "date_order", "day or the month comes first"),
    ],
)
def test_what_cannot_be_read(post: Any, database: Database, data: bytes, query: str, field: str, words: str) -> None:
    answer = post(data, query=query, Content_Type="application/octet-stream")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    (error,) = answer.json["errors"]
    assert error["field"] == field
    assert words in error["detail"]
    assert records(database) == 0


def test_who_may_not(post: Any) -> None:
    assert post(export({}), role=Role.VIEWER, Content_Type="text/csv").status_code == 403
