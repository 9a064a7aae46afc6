"""Tickets of other tools: what their messages mean, and what becomes of the action."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from actions.models import Action, HookDelivery, TicketState
from actions.rules.lifecycle import ActionState
from actions.rules.tickets import READERS, TicketNews
from actions.schemas.tickets import SHAPES
from actions.service import transition
from actions.service.hooks import Heard, make_hook, receive, revoke_hook, rotate_hook, signature_of
from actions.service.tickets import hear, tell_ticket
from kernel import clock
from kernel.errors import Forbidden, Invalid, Refused
from kernel.permission import machine
from kernel.pieces import live_pieces_of

KEY = "a secret key of the installation"
ADMIN = machine("test")


def jira(key: str, category: str, name: str = "x", resolution: str | None = None) -> dict[str, Any]:
    return {"webhookEvent": "jira:issue_updated", "issue": {"key": key, "self": f"https://jira.example.com/rest/api/2/issue/{key}", "fields": {
        "status": {"name": name, "statusCategory": {"key": category}}, "resolution": {"name": resolution} if resolution else None}}}


@pytest.mark.parametrize(
    ("shape", "body", "news"),
    [
        ("generic", {"ticket": "OPS-1", "state": "closed", "evidence": "https://ci/1"}, TicketNews("OPS-1", "closed", evidence="https://ci/1")),
        ("jira", jira("OPS-2", "done", "Done", "Fixed"), TicketNews("OPS-2", "closed", "https://jira.example.com/browse/OPS-2", "Fixed")),
        ("jira", jira("OPS-3", "done", "Done", "Won't Do"), TicketNews("OPS-3", "cancelled", "https://jira.example.com/browse/OPS-3", "Won't Do")),
        ("jira", jira("OPS-4", "indeterminate", "In review"), TicketNews("OPS-4", "in_progress", "https://jira.example.com/browse/OPS-4", "In review")),
        ("jira", {"issue": {"key": "OPS-5", "fields": {"status": {"name": "To Do"}}}}, TicketNews("OPS-5", "open", "", "To Do")),
        ("servicenow", {"number": "CHG0051688", "state": 3, "close_notes": "rolled out"}, TicketNews("CHG0051688", "closed", said="rolled out")),
        ("servicenow", {"number": "CHG0051688", "state": "4"}, TicketNews("CHG0051688", "cancelled")),
        ("servicenow", {"number": "CHG0051688", "state": "-1"}, TicketNews("CHG0051688", "in_progress")),
        ("servicenow", {"number": "INC0000001", "state": "3"}, TicketNews("INC0000001", "in_progress")),
        ("servicenow", {"number": "TASK0000001", "state": "Closed Skipped", "close_code": "not needed"}, TicketNews("TASK0000001", "cancelled", said="not needed")),
        ("servicenow", {"number": "X1", "state": "3", "sys_class_name": "sc_task"}, TicketNews("X1", "closed")),
    ],
)
def test_what_a_message_says(shape: str, body: dict[str, Any], news: TicketNews) -> None:
    assert READERS[shape](SHAPES[shape]().load(body)) == news


def ticketed(session: Session, acts: Any, ticket: str = "OPS-1", **given: Any) -> Action:
    return acts.action(session, external_ref=ticket, **given)


def test_closed_outside_is_reported_done_and_no_more(session: Session, acts: Any) -> None:
    made = ticketed(session, acts)
    assert hear(session, TicketNews("OPS-1", "in_progress", "https://jira/OPS-1")) == [made.record.ref]
    assert (made.state, made.external_state, made.external_url) == (ActionState.PROPOSED, TicketState.IN_PROGRESS, "https://jira/OPS-1")
    hear(session, TicketNews("OPS-1", "closed", said="Fixed"))
    assert made.state is ActionState.DONE
    assert made.claim == f"The ticket OPS-1 was closed on {clock.now():%-d %b %Y}: Fixed"
    assert (made.verified_at, live_pieces_of(session, made.id)) == (None, [])
    assert hear(session, TicketNews("OPS-1", "closed", said="Fixed")) == []
    transition(session, acts.problem_manager(session), made.record.ref, "send_back", reason="where is the test?")
    hear(session, TicketNews("OPS-1", "closed", "https://other/OPS-1"))
    assert made.state is ActionState.IN_PROGRESS  # nothing has been closed anew
    hear(session, TicketNews("OPS-1", "open"))
    hear(session, TicketNews("OPS-1", "closed", evidence="https://ci/42"))
    assert (made.state, [p.url for p in live_pieces_of(session, made.id)]) == (ActionState.DONE, ["https://ci/42"])


@pytest.mark.parametrize("state", ["cancelled", "open"])
def test_what_was_not_done_there_is_not_done_here(session: Session, acts: Any, state: str) -> None:
    made = ticketed(session, acts)
    hear(session, TicketNews("OPS-1", state))
    assert (made.state, made.external_state) == (ActionState.PROPOSED, state)


def test_without_an_owner_nobody_reports(session: Session, acts: Any) -> None:
    made = ticketed(session, acts, owner=None)
    hear(session, TicketNews("OPS-1", "closed"))
    assert (made.state, made.external_state) == (ActionState.PROPOSED, TicketState.CLOSED)


def test_told_by_a_person(session: Session, acts: Any) -> None:
    anna = acts.facilitator(session)
    made, bare = ticketed(session, acts), acts.action(session)
    tell_ticket(session, anna, made.record.ref, made.record.version, "closed")
    assert made.state is ActionState.DONE
    with pytest.raises(Invalid, match="Enter the ticket first"):
        tell_ticket(session, anna, bare.record.ref, None, "closed")
    with pytest.raises(Forbidden):
        tell_ticket(session, acts.viewer(session), made.record.ref, None, "open")


def send(session: Session, secret: str, body: Any, *, name: str = "jira", age: float = 0, **wrong: str) -> Heard:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = wrong.get("timestamp", str(int((clock.now() - timedelta(seconds=age)).timestamp())))
    signature = wrong.get("signature", "sha256=" + signature_of(secret, timestamp, raw))
    return receive(session, KEY, name, timestamp, signature, raw)


@pytest.fixture
def secret(session: Session, acts: Any) -> str:
    acts.organisation(session)
    return make_hook(session, ADMIN, KEY, name="jira", shape="jira")[1]


def test_a_signed_message_is_taken_once(session: Session, acts: Any, secret: str) -> None:
    made = ticketed(session, acts)
    body = jira("OPS-1", "done", "Done", "Fixed")
    at = str(int(clock.now().timestamp()))
    heard = send(session, secret, body, timestamp=at)
    assert (heard.status, heard.changed, made.state) == (200, 1, ActionState.DONE)
    assert send(session, secret, body, timestamp=at).status == 409
    rows = session.query(HookDelivery).all()
    assert [(r.ticket, r.is_taken, r.outcome) for r in rows] == [("OPS-1", True, "OPS-1 is closed: one action is in step")]
    assert made.record.ref not in rows[0].outcome  # an administrator reads it, who may not know of the action


@pytest.mark.parametrize(
    "wrong",
    [
        {"signature": "sha256=" + "0" * 64}, {"signature": ""}, {"signature": "é" * 64}, {"timestamp": ""}, {"timestamp": "now"},
        {"timestamp": "-1"}, {"timestamp": "9" * 40}, {"timestamp": "99999999999"}, {"timestamp": "١٢٣"}, {"name": "other"},
    ],
)
def test_what_is_not_signed_by_the_secret_leaves_nothing(session: Session, secret: str, wrong: dict[str, str]) -> None:
    heard = send(session, secret, jira("OPS-1", "done"), **wrong)  # type: ignore[arg-type]
    assert (heard.status, heard.detail) == (404, "There is no such hook, its signature does not fit, or the message is older than 5 minutes")
    assert session.query(HookDelivery).count() == 0


@pytest.mark.parametrize(("age", "status"), [(299, 200), (302, 404), (-302, 404)])
def test_only_for_five_minutes(session: Session, secret: str, age: int, status: int) -> None:
    assert send(session, secret, jira("OPS-1", "new"), age=age).status == status


def test_a_new_secret_ends_the_old_and_a_revoked_hook_hears_nothing(session: Session, secret: str) -> None:
    hook = session.query(HookDelivery).first() or make_hook(session, ADMIN, KEY, name="second", shape="generic")[0]
    assert isinstance(hook.id, int)
    body = {"ticket": "OPS-1", "state": "open"}
    new = rotate_hook(session, ADMIN, KEY, hook.id)[1]
    assert send(session, secret, body, name="second").status == 404
    assert send(session, new, body, name="second").status == 200
    revoke_hook(session, ADMIN, hook.id)
    assert send(session, new, body, name="second", age=1).status == 404
    with pytest.raises(Refused):
        rotate_hook(session, ADMIN, KEY, hook.id)
    assert make_hook(session, ADMIN, KEY, name="second", shape="generic")[1] != new
    with pytest.raises(Invalid, match="There is a hook of this name"):
        make_hook(session, ADMIN, KEY, name="second", shape="generic")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"), (b"\xff\xfe", "body"), (b"[" * 100_000, "body"), (b"NaN", "_schema"), (b"[1]", "_schema"), (b"null", "_schema"),
        (b'{"issue": null}', "issue"), (b'{"issue": {"key": 7, "fields": {}}}', "issue.key"), (b'{"issue": {"key": "", "fields": {"status": {"name": "x"}}}}', "issue.key"),
        (json.dumps(jira("X" * 121, "done")).encode(), "issue.key"), (b'{"issue": {"key": "OPS-1", "fields": {"status": "Done"}}}', "issue.fields.status"),
        (b'{"issue": {"key": "\\u0000\\u0007", "fields": {"status": {"name": "x"}}}}', "issue.key"),
    ],
)
def test_a_hostile_body_is_refused_with_its_field(session: Session, secret: str, body: bytes, field: str) -> None:
    heard = send(session, secret, body)
    assert heard.status == 422
    path, inner = field.split("."), heard.errors
    for key in path:
        assert key in inner, (field, heard.errors)
        inner = inner[key]
    (row,) = session.query(HookDelivery).all()
    assert not row.is_taken
    assert row.outcome.startswith("Not understood: ")


def test_a_secret_of_another_key_opens_nothing(session: Session, secret: str) -> None:
    raw, at = b"{}", str(int(clock.now().timestamp()))
    assert receive(session, "another key", "jira", at, signature_of(secret, at, raw), raw).status == 404


def test_only_an_administrator_makes_hooks(session: Session, acts: Any) -> None:
    with pytest.raises(Forbidden):
        make_hook(session, acts.problem_manager(session), KEY, name="x", shape="jira")
