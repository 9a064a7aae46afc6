"""The JSON door: only a bearer token opens it, and it says the same as the forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser import Browser
from flask import Flask
from flask.testing import FlaskClient

from kernel.db import Database
from kernel.permission import Role, machine
from organisation.models import Person
from organisation.service.roles import mark_as_left
from organisation.service.service import find_or_add_service
from organisation.service.token import create_token, revoke_token

ROUTES = ("/api/v1/people", "/api/v1/people/1", "/api/v1/services", "/api/v1/me")


@pytest.fixture
def client(place: Flask) -> FlaskClient:
    return place.test_client()


@pytest.fixture
def bearer(installed: Database, join: Callable[..., int]) -> Callable[..., dict[str, str]]:
    """Headers of a new person with these roles, or of Anna (person 1) without any."""

    def make(*roles: Role) -> dict[str, str]:
        person_id = join(f"Person of {len(roles)}", None, *roles, account=False) if roles else 1
        with installed.unit_of_work() as session:
            _, plain = create_token(session, machine(), session.get_one(Person, person_id), name="test", days=1)
        return {"Authorization": f"Bearer {plain}"}

    return make


@pytest.mark.parametrize("path", ROUTES)
def test_nothing_but_a_token_that_works_opens_it(place: Flask, client: FlaskClient, installed: Database, bearer: Any, path: str) -> None:
    signed_in = Browser(place, check=False).sign_in_as(1).client
    good = bearer()
    for asking, headers in (
        (client, {}), (signed_in, {}), (client, {"Authorization": "Bearer x"}), (client, {"Authorization": "Bearer "}),
        (client, {"Authorization": good["Authorization"].replace("Bearer", "Basic")}),
    ):
        answer = asking.get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.content_type == "application/problem+json"
        assert answer.json["status"] == 401
    assert client.get(path, headers=good).status_code == 200
    with installed.unit_of_work() as session:
        revoke_token(session, machine(), 1)
    assert client.get(path, headers=good).status_code == 401


def test_a_cookie_alone_posts_nothing(place: Flask) -> None:
    signed_in = Browser(place, check=False).sign_in_as(1).client
    assert signed_in.post("/api/v1/people", json={"name": "Raj"}).status_code == 401
    assert signed_in.get("/people").status_code == 200


def test_a_token_opens_no_page(client: FlaskClient, bearer: Any) -> None:
    answer = client.get("/people", headers=bearer())
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


def test_a_person_is_added_and_read(client: FlaskClient, bearer: Any) -> None:
    headers = bearer()
    answer = client.post("/api/v1/people", json={"name": " Raj  Patel ", "email": "RAJ@example.org"}, headers=headers)
    assert answer.status_code == 201
    assert answer.json == {
        "id": 2, "name": "Raj Patel", "email": "raj@example.org", "zone": "Europe/London", "roles": ["contributor"],
        "has_account": False, "left_on": None,
    }
    assert answer.location == "/api/v1/people/2"
    assert client.get(answer.location, headers=headers).json == answer.json
    listed = client.get("/api/v1/people?q=pat", headers=headers)
    assert [p["name"] for p in listed.json] == ["Raj Patel"]
    assert '"total": 1' in listed.headers["X-Pagination"]


@pytest.mark.parametrize(
    ("body", "field", "detail"),
    [
        ({"name": ""}, "name", "Enter a name"),
        ({}, "name", "Enter a name"),
        ({"name": None}, "name", "Enter a name"),
        ({"name": "x" * 121}, "name", "Name must be 120 characters or fewer"),
        ({"name": "Raj", "email": "raj"}, "email", "Enter a mail address in the form name@example.org"),
        ({"name": "Raj", "email": "anna@example.org"}, "email", "anna@example.org is already the mail address of Anna Kowalski"),
        ({"name": "Raj", "roles": []}, "roles", "Select at least one role"),
        ({"name": "Raj", "id": 7}, "id", "Unknown field."),
        ({"name": "Raj", "left_on": "2020-01-01"}, "left_on", "Unknown field."),
        ({"name": "Raj", "password_hash": "x"}, "password_hash", "Unknown field."),
    ],
)
def test_bad_bodies_are_told_by_field(client: FlaskClient, bearer: Any, body: dict[str, Any], field: str, detail: str) -> None:
    answer = client.post("/api/v1/people", json=body, headers=bearer())
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json["errors"] == [{"field": field, "detail": detail}]


def test_a_lone_surrogate_in_a_name_is_no_server_error(client: FlaskClient, bearer: Any) -> None:
    headers = {**bearer(), "Content-Type": "application/json"}
    answer = client.post("/api/v1/people", data=b'{"name": "Raj \\ud800"}', headers=headers)
    assert (answer.status_code, answer.json["name"]) == (201, "Raj ?")


def test_roles_and_adding_need_the_right(client: FlaskClient, bearer: Any) -> None:
    contributor = bearer(Role.CONTRIBUTOR)
    refused = client.post("/api/v1/people", json={"name": "Raj", "roles": ["administrator"]}, headers=contributor)
    assert (refused.status_code, refused.content_type) == (403, "application/problem+json")
    assert client.post("/api/v1/people", json={"name": "Raj"}, headers=contributor).status_code == 201
    viewer = bearer(Role.VIEWER, Role.LEADER)
    assert client.post("/api/v1/people", json={"name": "Raj"}, headers=viewer).status_code == 403
    assert client.get("/api/v1/people", headers=viewer).status_code == 200


def test_the_same_key_adds_one_person(client: FlaskClient, bearer: Any) -> None:
    headers = {**bearer(), "Idempotency-Key": "k1"}
    first, second = (client.post("/api/v1/people", json={"name": "Raj"}, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.location, second.location) == ("/api/v1/people/2", "/api/v1/people/2")
    assert len(client.get("/api/v1/people?q=raj", headers=headers).json) == 1
    assert client.post("/api/v1/people", json={"name": "Other"}, headers=headers).status_code == 422


def test_me_and_services(client: FlaskClient, installed: Database, bearer: Any) -> None:
    with installed.unit_of_work() as session:
        find_or_add_service(session, machine(), "Checkout")
    assert client.get("/api/v1/me", headers=bearer()).json["name"] == "Anna Kowalski"
    (service,) = client.get("/api/v1/services", headers=bearer()).json
    assert (service["id"], service["name"], service["owners"], service["version"]) == (1, "Checkout", [], 1)


def test_who_has_left_has_no_token(client: FlaskClient, installed: Database, bearer: Any) -> None:
    headers = bearer(Role.CONTRIBUTOR)
    assert client.get("/api/v1/me", headers=headers).status_code == 200
    with installed.unit_of_work() as session:
        mark_as_left(session, machine(), session.get_one(Person, 2))
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_odd_requests_are_problems_and_not_failures(client: FlaskClient, bearer: Any) -> None:
    headers = bearer()
    for path in ("/api/v1/people?state=x", "/api/v1/people?page=0", "/api/v1/people?page_size=100000"):
        answer = client.get(path, headers=headers)
        assert (path, answer.status_code, answer.content_type) == (path, 422, "application/problem+json")
    assert client.get("/api/v1/people/99", headers=headers).status_code == 404
    assert client.delete("/api/v1/people/1", headers=headers).status_code == 405
    assert client.post("/api/v1/people", data="{", content_type="application/json", headers=headers).status_code == 400
