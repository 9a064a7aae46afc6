"""The JSON door: the same schema and services, ETag and If-Match, RFC 9457."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

from actions.service import edit_action
from kernel.db import Database
from kernel.permission import Actor
from organisation.models import ApiToken
from organisation.queries.account import secret_hash

URL = "/api/v1/actions"


class Door(NamedTuple):
    client: FlaskClient
    database: Database
    anna: Actor
    raj: Actor
    maya: Actor
    source: str
    factor: str

    def call(self, method: str, path: str = "", who: str = "Anna", body: Any = None, **headers: str) -> Any:
        given = {"Authorization": f"Bearer token-of-{who}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return self.client.open(URL + path, method=method, json=body, headers=given)


@pytest.fixture
def door(app: Flask, sqlite_only: Database, acts: Any) -> Door:
    with sqlite_only.unit_of_work() as session:
        people = acts.facilitator(session), acts.owner(session), acts.problem_manager(session)
        for who in people:
            name = who.name.split()[0]
            session.add(ApiToken(person_id=who.person_id, name=name, token_hash=secret_hash(f"token-of-{name}")))
        source = acts.source(session)
        return Door(app.test_client(), sqlite_only, *people, source.ref, acts.factor(session, source))


def made(door: Door, acts: Any, **given: Any) -> Any:
    body = {"source": door.source, "title": "Add an alert", "owner": door.raj.person_id, "due": acts.days(30).isoformat(), **given}
    answer = door.call("POST", body=body)
    assert answer.status_code == 201, answer.json
    return answer


def test_create_and_read(door: Door, acts: Any) -> None:
    answer = made(door, acts, factors=[{"factor": door.factor, "effect": "eliminates"}], strength="engineer")
    assert answer.headers["Location"] == f"{URL}/ACT-0001"
    assert answer.headers["ETag"] == '"1"'
    read = door.call("GET", "/ACT-0001", "Raj")
    assert (read.status_code, read.headers["ETag"]) == (200, '"1"')
    body = read.json
    assert body["owner"] == {"id": door.raj.person_id, "name": "Raj Patel"}
    assert (body["source"], body["state"], body["shown_as"], body["version"]) == (door.source, "proposed", "to_do", 1)
    assert body["due"] == body["original_due"] == acts.days(30).isoformat()
    assert body["factors"] == [{"factor": door.factor, "effect": "eliminates", "probability": None}]
    assert body["transitions"] == ["accept", "claim_done", "start"]
    assert body["hints"] == []  # private to those who may edit
    assert [h["check"] for h in answer.json["hints"]] == ["A04"]


@pytest.mark.parametrize(
    ("body", "field", "detail"),
    [
        ({}, "title", "Enter what will be done, starting with a verb"),
        ({"title": "Add", "state": "verified"}, "state", "Unknown field."),
        ({"title": "Add", "due": "2020-01-01"}, "due", "Due date must be in the future"),
        ({"title": "Add", "owner": 999}, "owner", "Select a person, not a team"),
        ({"title": "Add", "factors": [{"factor": "FAC-9999", "effect": "eliminates"}]}, "factors", "FAC-9999 is not a cause recorded here"),
    ],
)
def test_refused_in_the_words_of_the_form(door: Door, body: dict[str, Any], field: str, detail: str) -> None:
    answer = door.call("POST", body={"source": door.source, **body})
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert {"field": field, "detail": detail} in answer.json["errors"]


def test_patch_needs_the_version_that_was_read(door: Door, acts: Any) -> None:
    made(door, acts)
    assert door.call("PATCH", "/ACT-0001", body={"measure": "Lag"}).status_code == 428
    answer = door.call("PATCH", "/ACT-0001", body={"measure": "Lag"}, If_Match='"1"')
    assert (answer.status_code, answer.headers["ETag"], answer.json["measure"]) == (200, '"2"', "Lag")
    for tag in ('"1"', 'W/"2"', "*", '"two"', ""):
        answer = door.call("PATCH", "/ACT-0001", body={"measure": "Mine"}, If_Match=tag)
        assert answer.status_code == 412, tag
    assert answer.json["version"] == 2
    assert answer.json["errors"] == [{"field": "measure", "label": "How we will know that it worked", "theirs": "Lag", "yours": "Mine"}]


def test_patch_writes_only_what_it_names(door: Door, acts: Any) -> None:
    made(door, acts, strength="detect", measure="Lag")
    answer = door.call("PATCH", "/ACT-0001", body={"title": "Add two alerts"}, If_Match='"1"')
    assert (answer.json["title"], answer.json["strength"], answer.json["measure"]) == ("Add two alerts", "detect", "Lag")
    assert answer.json["owner"]["name"] == "Raj Patel"
    refused = door.call("PATCH", "/ACT-0001", body={"verified_by_id": 1}, If_Match='"2"')
    assert refused.status_code == 422
    assert door.call("PATCH", "/ACT-0001", "Raj", body={"title": "Less"}, If_Match='"2"').status_code == 403


def test_lifecycle(door: Door, acts: Any) -> None:
    made(door, acts)
    lacking = door.call("POST", "/ACT-0001/transitions/claim_done", "Raj", body={})
    assert lacking.status_code == 409
    assert lacking.json["errors"] == [{"detail": "Say what was done and where it can be seen.", "where": "claim"}]
    done = door.call("POST", "/ACT-0001/transitions/claim_done", "Raj", body={"claim": "CHG0051688"})
    assert (done.status_code, done.json["state"], done.json["transitions"]) == (200, "done", [])
    assert door.call("POST", "/ACT-0001/transitions/verify", "Raj", body={}).status_code == 403
    checked = door.call("POST", "/ACT-0001/transitions/verify", "Maya", body={})
    assert (checked.json["state"], checked.json["verified_by"]["name"]) == ("verified", "Maya Lindqvist")
    assert door.call("POST", "/ACT-0001/transitions/explode", "Maya", body={}).status_code == 404
    assert door.call("POST", "/ACT-0001/transitions/verify", "Maya", body={"state": "effective"}).status_code == 422


def test_move(door: Door, acts: Any) -> None:
    made(door, acts)
    body = {"due": acts.days(60).isoformat(), "reason": "the team is away"}
    assert door.call("POST", "/ACT-0001/due-moves", "Raj", body=body).status_code == 428
    answer = door.call("POST", "/ACT-0001/due-moves", "Raj", body=body, If_Match='"1"')
    assert answer.status_code == 200
    assert (answer.json["due"], answer.json["original_due"], answer.json["moves"]) == (body["due"], acts.days(30).isoformat(), 1)
    assert answer.json["due_moves"][0]["reason"] == "the team is away"


def test_list(door: Door, acts: Any) -> None:
    for n in range(5):
        made(door, acts, title=f"Add number {n}")
    answer = door.call("GET", "?size=2&page=2&q=number")
    assert [item["title"] for item in answer.json["items"]] == ["Add number 2", "Add number 3"]
    assert answer.json["page"] == {"number": 2, "size": 2, "total": 5, "pages": 3}
    assert door.call("GET", "?size=0").status_code == 422
    assert door.call("GET", "?state=nonsense").status_code == 422
    assert door.call("GET", "?state=done").json["items"] == []


def test_restricted_leaks_nowhere(door: Door, acts: Any) -> None:
    with door.database.unit_of_work() as session:
        hidden = acts.restricted(session, door.anna)
        factor = acts.factor(session, hidden, "The secret cause")
        ref = acts.action(session, door.anna, hidden, factors=[{"factor": factor, "effect": "detects", "probability": None}]).record.ref
        hidden_ref = hidden.ref
    absent, secret = door.call("GET", "/ACT-9999", "Maya"), door.call("GET", f"/{ref}", "Maya")
    assert (secret.status_code, secret.data) == (404, absent.data)
    assert door.call("GET", "?state=all", "Maya").json["items"] == []
    answer = door.call("POST", "", "Maya", body={"source": hidden_ref, "title": "Add"})
    assert answer.data == door.call("POST", "", "Maya", body={"source": "PIR-2026-9999", "title": "Add"}).data
    own = door.call("GET", f"/{ref}", "Raj")
    assert own.status_code == 200
    assert (own.json["source"], own.json["factors"]) == (None, [])
    for text in (hidden_ref, "The secret cause", factor):
        assert text not in own.get_data(as_text=True)


def test_strangers(door: Door, acts: Any) -> None:
    made(door, acts)
    assert door.client.get(URL).status_code == 401
    assert door.client.post(f"{URL}/ACT-0001/transitions/accept", json={}).status_code == 401


def test_one_key_one_action(door: Door) -> None:
    body = {"source": door.source, "title": "Add once"}
    answers = [door.call("POST", body=body, Idempotency_Key="abc") for _ in range(2)]
    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(201, f"{URL}/ACT-0001")] * 2
    assert door.call("GET").json["page"]["total"] == 1


def test_a_form_and_the_api_meet(door: Door, acts: Any) -> None:
    """What the form saved makes the API's version stale."""
    made(door, acts)
    with door.database.unit_of_work() as session:
        edit_action(session, door.anna, "ACT-0001", 1, {"measure": "by the form"})
    answer = door.call("PATCH", "/ACT-0001", body={"measure": "by the API"}, If_Match='"1"')
    assert answer.status_code == 412
    assert "by the form" in answer.get_data(as_text=True)


def test_a_table_is_brought_in(door: Door) -> None:
    rows = [{"title": "Add a brake", "owner": "Raj Patel", "due": "2026-09-30"}, {"title": "Test it", "due": "soon"}]
    answer = door.call("POST", f"/import?review={door.source}&dry_run=true", body=rows)
    assert (answer.status_code, door.call("GET").json["items"]) == (200, [])
    told = {"created": 1, "unchanged": 0, "rejected": [{"row": 2, "column": "due", "reason": "Enter the date like 4 Dec 2026"}]}
    assert answer.json == told
    assert door.call("POST", f"/import?review={door.source}", body=rows).json == told
    assert [item["title"] for item in door.call("GET").json["items"]] == ["Add a brake"]
    assert door.call("POST", f"/import?review={door.source}", body=rows).json["unchanged"] == 1


def test_a_table_that_is_none(door: Door) -> None:
    answer = door.call("POST", "/import", body=[{"what": "x"}])
    assert (answer.status_code, [e["field"] for e in answer.json["errors"]]) == (422, ["file"]), answer.json
    answer = door.call("POST", "/import?review=PIR-9", body=[{"title": "x"}])
    assert (answer.status_code, [e["field"] for e in answer.json["errors"]]) == (422, ["review"]), answer.json
    assert door.call("POST", "/import", who="Raj", body=[{"title": "x"}]).status_code == 403


def test_views_are_ones_own(door: Door) -> None:
    kept = door.call("POST", "/views", body={"name": "Late ones", "late": True, "q": "disk full"})
    assert (kept.status_code, kept.json["name"], kept.json["query"]) == (201, "Late ones", "late=true&q=disk+full")
    assert door.call("POST", "/views", body={"name": "Late ones", "state": "all"}).json["id"] == kept.json["id"], "written over"
    assert [view["query"] for view in door.call("GET", "/views").json] == ["state=all"]
    assert door.call("GET", "/views", "Maya").json == []
    assert door.call("POST", "/views", body={"name": " "}).json["errors"][0]["field"] == "name"
    assert door.call("POST", "/views", body={"name": "x", "page": 3}).status_code == 422
    place = f"/views/{kept.json['id']}"
    assert [door.call("DELETE", place, who).status_code for who in ("Maya", "Anna", "Anna")] == [404, 204, 404]


def test_many_are_given_all_or_none(door: Door, acts: Any) -> None:
    refs = [made(door, acts, title=f"Add number {n}").json["ref"] for n in range(2)]
    body = {"owner": door.maya.person_id, "actions": [f"{ref}:1" for ref in refs]}
    assert door.call("POST", "/new-owner", "Raj", body=body).status_code == 403
    stale = door.call("POST", "/new-owner", body={**body, "actions": [f"{refs[0]}:1", f"{refs[1]}:7"]})
    assert stale.status_code == 412
    assert door.call("GET", f"/{refs[0]}").json["owner"]["name"] == "Raj Patel", "none, when one is stale"
    gave = door.call("POST", "/new-owner", body=body)
    assert (gave.status_code, [one["ref"] for one in gave.json["changed"]]) == (200, refs)
    assert {door.call("GET", f"/{ref}").json["owner"]["name"] for ref in refs} == {"Maya Lindqvist"}
    assert door.call("POST", "/new-owner", body={"owner": None, "actions": []}).status_code == 422
