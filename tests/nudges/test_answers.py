"""Answers from a mail: two clicks without a session, nothing on GET, each answer as its own write, taken back for seven days."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from browser import Browser

from actions.models import Action, DateMove, GivenAnswer
from actions.rules.lifecycle import ActionState
from kernel import clock
from kernel.audit import AuditEntry
from kernel.outbox import RENDERERS, Message
from kernel.record import Record, Scope
from nudges.models import LinkToken, TokenEnd
from nudges.service import tokens

NOON = "2026-11-30 12:00"
EXPECTED = "CHG0051688"


@pytest.fixture
def link(database: Any, tell: Any) -> str:
    """A good key of Raj's for an accepted action that is due on 4 December."""
    with tell.written(database) as session:
        tell.house(session)
        made = tell.action(session)
        made.expected_evidence = EXPECTED
        return tokens.issue(session, made.owner_id, made.id)


@pytest.fixture
def visitor(app: Any, tell: Any) -> Any:
    with clock.told(tell.at(NOON)):
        yield Browser(app)


def action(database: Any) -> Action:
    with database.unit_of_work(write=False) as session:
        found = session.scalars(sa.select(Action)).one()
        assert found.moves is not None
        return found


def count(database: Any, table: type) -> int:
    with database.unit_of_work(write=False) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def form_at(visitor: Browser, link: str, answer: str) -> Any:
    page = visitor.open(f"/answer?key={link}&a={answer}")
    assert page.status == 200, page.text
    return page.form("/answer")


def answer(visitor: Browser, link: str, name: str, **typed: str) -> Any:
    form = form_at(visitor, link, name).fill(typed)
    return form.submit()


def test_ten_looks_of_a_scanner_change_nothing(visitor: Browser, link: str, database: Any) -> None:
    rows = {t: count(database, t) for t in (AuditEntry, Message, GivenAnswer)}
    before = action(database)
    for _ in range(5):
        for method in (visitor.client.get, visitor.client.head):
            found = method(f"/answer?key={link}&a=done")
            assert found.status_code == 200
            assert found.headers["Referrer-Policy"] == "no-referrer"
            assert found.headers["Cache-Control"] == "no-store"
            assert "noindex" in found.headers["X-Robots-Tag"]
    for path in ("/answer/undo", "/answer/new-link"):
        assert visitor.client.get(f"{path}?key={link}").status_code == 405
    assert {t: count(database, t) for t in rows} == rows
    assert (action(database).state, action(database).record.version) == (before.state, before.record.version)


def test_a_post_that_did_not_come_from_the_page_is_refused(visitor: Browser, link: str, database: Any) -> None:
    assert visitor.client.post("/answer", data={"key": link, "answer": "done"}).status_code == 400
    assert action(database).state is ActionState.ACCEPTED


def test_done_in_two_clicks(visitor: Browser, link: str, database: Any) -> None:
    form = form_at(visitor, link, "done")
    assert form.data["answer"] == "done"
    assert form.value("Evidence") == EXPECTED
    page = form.submit()
    assert page.h1 == "You reported it done."
    found = action(database)
    assert (found.state, found.claim) == (ActionState.DONE, EXPECTED)
    with database.unit_of_work(write=False) as session:
        said = session.scalars(sa.select(AuditEntry).where(AuditEntry.verb == "claim done action")).one()
        assert json.loads(said.canonical)["door"] == "link"
        receipt = session.scalars(sa.select(Message).where(Message.kind == "answer receipt")).one()
        assert receipt.recipient_id == found.owner_id
        told = RENDERERS[receipt.kind](session, receipt)
        assert told is not None
        assert told.subject == f"[{found.record.ref}] You reported it done"
        assert link not in told.text, "a receipt carries no key"


def test_twice_is_once(visitor: Browser, link: str, database: Any) -> None:
    first, second = form_at(visitor, link, "done"), form_at(visitor, link, "done")
    assert first.submit().h1 == second.submit().h1 == "You reported it done."
    assert count(database, GivenAnswer) == 1


@pytest.mark.parametrize(
    ("name", "typed", "heading", "state"),
    [
        ("on_track", {}, "You said that it is on track.", ActionState.ACCEPTED),
        ("more_time", {"New due date": "18 Dec 2026", "Why you need more time": "The vendor is late"}, "You asked for more time.", ActionState.ACCEPTED),
        ("blocked", {"What blocks it, and who could help": "No test system"}, "You said that it is blocked.", ActionState.BLOCKED),
        ("not_mine", {"Who should own it, if you know": "Platform team"}, "You said that it is not yours.", ActionState.ACCEPTED),
        ("done", {"Evidence": "https://example.com/change/7"}, "You reported it done.", ActionState.DONE),
    ],
)
def test_each_answer_and_back(visitor: Browser, link: str, database: Any, name: str, typed: dict[str, str], heading: str, state: ActionState) -> None:
    was = action(database)
    page = answer(visitor, link, name, **typed)
    assert page.h1 == heading
    now = action(database)
    assert now.state is state
    assert now.due == (date(2026, 12, 18) if name == "more_time" else was.due)
    assert (now.disputed_at is not None) == (name == "not_mine")
    assert now.original_due == was.original_due
    page = page.form("Undo my answer").submit()
    assert page.form("/answer"), "the question stands again"
    back = action(database)
    kept = ("state", "due", "claim", "claimed_at", "disputed_at", "reason", "original_due", "evidence_awaited")
    assert {k: getattr(back, k) for k in kept} == {k: getattr(was, k) for k in kept}
    assert count(database, DateMove) == 0
    assert answer(visitor, link, "done").h1 == "You reported it done.", "and may be answered anew"


REFUSED = [
    ("more_time", {"New due date": "1 Nov 2026", "Why you need more time": "Late"}, "Enter a date after today"),
    ("more_time", {"New due date": "18 Dec 2026"}, "Enter why you need more time"),
    ("blocked", {}, "Enter what blocks it"),
]


@pytest.mark.parametrize(("name", "typed", "said"), REFUSED)
def test_refused_with_all_that_was_typed(visitor: Browser, link: str, database: Any, name: str, typed: dict[str, str], said: str) -> None:
    page = answer(visitor, link, name, **typed)
    assert page.status == 422
    assert said in page.errors
    assert page.title.startswith("Error: ")
    assert {label: page.form("/answer").value(label) for label in typed} == typed
    assert action(database).state is ActionState.ACCEPTED


def test_on_track_is_over_with_the_due_day(app: Any, link: str, database: Any, tell: Any) -> None:
    with clock.told(tell.at("2026-12-07 12:00")):
        with database.unit_of_work() as session:
            made = session.scalars(sa.select(Action)).one()
            raw = tokens.issue(session, made.owner_id, made.id)
        page = Browser(app).open(f"/answer?key={raw}&a=on_track")
        assert "“On track” can no longer be said of it" in page.text


def test_forged_and_unknown_say_the_same(visitor: Browser, link: str) -> None:
    pages = [visitor.open(f"/answer?key={key}&a=done") for key in ("", "x", link[:-1] + ("A" if link[-1] != "A" else "B"), "ä" * 300)]
    assert {(page.status, page.text) for page in pages} == {(404, pages[0].text)}
    assert pages[0].h1 == "This link does not work"


def test_ended_links_say_why_and_nothing_else(visitor: Browser, link: str, database: Any, tell: Any) -> None:
    for why, heading in ((TokenEnd.REASSIGNED, "This action is not yours any more"), (TokenEnd.CLOSED, "This action is closed")):
        with database.unit_of_work() as session:
            token = session.scalars(sa.select(LinkToken)).one()
            token.ended, token.ended_at = why, clock.now()
        page = visitor.open(f"/answer?key={link}")
        assert (page.status, page.h1) == (410, heading)
        assert not any(secret in page.text for secret in ("Raj", "replica", "ACT-", "@"))


def test_an_expired_link_sends_a_new_one_to_the_owner_once_a_day(app: Any, link: str, database: Any, tell: Any) -> None:
    with clock.told(tell.at("2026-12-03 12:00")):
        page = Browser(app).open(f"/answer?key={link}&a=done")
        assert (page.status, page.h1) == (410, "This link has expired")
        assert "@" not in page.text
        for _ in range(2):
            page = Browser(app).open(f"/answer?key={link}").form("Send me a new link").submit()
            assert page.h1 == "Look into your mail"
    with database.unit_of_work() as session, clock.told(tell.at("2026-12-03 12:00")):
        message = session.scalars(sa.select(Message).where(Message.kind == "new answer link")).one()
        told = RENDERERS[message.kind](session, message)
        assert told is not None
        raw = told.text.split("key=")[1].split()[0]
        assert isinstance(tokens.read(session, raw), tokens.Found)
    with database.unit_of_work() as session, clock.told(tell.at("2026-12-03 12:00")):
        session.scalars(sa.select(Action)).one().owner_id = None
        session.flush()
        assert RENDERERS["new answer link"](session, session.scalars(sa.select(Message).where(Message.kind == "new answer link")).one()) is None
        session.rollback()


def test_a_restricted_action_asks_for_signing_in(visitor: Browser, link: str, database: Any) -> None:
    with database.unit_of_work() as session:
        session.connection().execute(sa.update(Record).values(scope=Scope.RESTRICTED))
    answer = visitor.client.get(f"/answer?key={link}&a=done")
    assert (answer.status_code, answer.headers["Location"].startswith("/sign-in?")) == (303, True)
    form = {"key": link, "answer": "done", "csrf_token": visitor.open("/sign-in").form("Sign in").data["csrf_token"]}
    assert visitor.client.post("/answer", data=form).status_code == 303
    assert count(database, GivenAnswer) == 0


def test_undo_ends_after_a_week_and_with_the_next_change(app: Any, visitor: Browser, link: str, database: Any, tell: Any) -> None:
    answer(visitor, link, "done")
    with clock.told(tell.at("2026-12-08 12:00")):
        assert "Undo my answer" not in Browser(app).open(f"/answer?key={link}").text
    with database.unit_of_work() as session, clock.told(tell.at(NOON) + timedelta(hours=1)):
        from actions.service import transition

        ref = session.scalars(sa.select(Record.ref).where(Record.ref.like("ACT-%"))).one()
        transition(session, tell.as_actor(session, "Anna Kowalski"), ref, "send_back", reason="Not seen")
    page = visitor.open(f"/answer?key={link}")
    assert "It can no longer be undone here" in page.text


def test_more_of_mine_are_named_and_restricted_ones_are_not(visitor: Browser, link: str, database: Any, tell: Any) -> None:
    with tell.written(database) as session:
        tell.action(session, title="Rotate the certificate")
        hidden = tell.source(session, Scope.RESTRICTED)
        tell.action(session, title="Secret thing", of=hidden)
    page = answer(visitor, link, "done")
    assert "1 more action of yours" in page.text
    assert "Rotate the certificate" in page.text
    assert "Secret" not in page.text
