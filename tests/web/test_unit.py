"""One request, one unit of work; one key, one effect; two writers, both texts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from browser import Browser
from flask import Flask
from sqlalchemy import text

from kernel.errors import Refused
from web.unit import session

TOKEN = {"Authorization": "Bearer good-token"}


def _note(browser: Browser, words: str) -> Any:
    return browser.open("/note").form("Save the note").fill({"Note": words}).set("version", "2")


def test_below_400_is_written_and_the_rest_is_not(browser: Browser, notes: Any) -> None:
    assert _note(browser, "kept").submit().url == "/"
    assert _note(browser, "refuse").submit().status == 409
    assert _note(browser, "").submit().status == 422
    assert notes() == ["kept"]


def test_a_view_that_fails_after_writing_leaves_nothing(app: Flask, notes: Any) -> None:
    @app.post("/half")
    def half() -> str:
        session().execute(text("INSERT INTO note (text) VALUES ('half')"))
        raise ZeroDivisionError

    browser = Browser(app).sign_in_as(1)
    token = browser.open("/note").form("Save the note").data["csrf_token"]
    assert browser.post("/half", {"csrf_token": token}).status == 500
    assert notes() == []


def test_a_get_writes_nothing(app: Flask, notes: Any) -> None:
    @app.get("/sneaky")
    def sneaky() -> str:
        session().execute(text("INSERT INTO note (text) VALUES ('by GET')"))
        return "<!doctype html><html lang=en><title>x</title><h1>x</h1>"

    assert Browser(app).sign_in_as(1).open("/sneaky").status == 200
    assert notes() == []


@pytest.mark.parametrize(("failure", "status"), [(Refused([]), 409), (ZeroDivisionError(), 500)])
def test_a_commit_that_fails_is_an_answer_too(app: Flask, notes: Any, failure: Exception, status: int) -> None:
    @app.post("/late")
    def late() -> str:
        opened = session()
        opened.execute(text("INSERT INTO note (text) VALUES ('late')"))

        def commit() -> None:
            raise failure

        opened.commit = commit  # type: ignore[method-assign]
        return "done"

    browser = Browser(app).sign_in_as(1)
    token = browser.open("/note").form("Save the note").data["csrf_token"]
    assert browser.post("/late", {"csrf_token": token}).status == status
    assert notes() == []


def test_the_session_is_closed_after_the_request(app: Flask) -> None:
    pool = app.extensions["debrief"].database.engine.pool
    browser = Browser(app).sign_in_as(1)
    for place in ["/", "/error/broken"]:
        browser.open(place)
    assert pool.checkedout() == 0


def test_a_double_submit_gives_one_row_and_the_same_answer(browser: Browser, notes: Any) -> None:
    form = _note(browser, "once")
    assert form.submit().url == "/"
    assert form.submit().url == "/"
    assert notes() == ["once"]


def test_two_submits_at_once_give_one_row(app: Flask, notes: Any) -> None:
    form = _note(Browser(app).sign_in_as(1), "once")
    data = form.data.to_dict()
    cookie = form.page.browser.client.get_cookie("debrief")
    assert cookie is not None

    def send(_: int) -> int:
        client = app.test_client()
        client.set_cookie("debrief", cookie.value)
        return client.post("/note/save", data=data).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(4))) == [303] * 4
    assert notes() == ["once"]


def test_the_same_key_with_other_content_is_refused(browser: Browser, notes: Any) -> None:
    form = _note(browser, "first")
    form.submit()
    page = form.fill({"Note": "second"}).submit()
    assert page.status == 422
    assert "sent before, with other content" in page.text
    assert "second" in page.text, "what was typed the second time is shown"
    assert notes() == ["first"]


def test_a_refused_form_may_be_corrected_and_sent_again(browser: Browser, notes: Any) -> None:
    page = _note(browser, "").submit()
    assert page.errors == ["Enter a note"]
    page.form("Save the note").fill({"Note": "now"}).set("version", "2").submit()
    assert notes() == ["now"]


def test_two_people_may_use_the_same_key(app: Flask, notes: Any) -> None:
    for person in (1, 2):
        _note(Browser(app).sign_in_as(person), f"of {person}").set("idempotency_key", "same").submit()
    assert notes() == ["of 1", "of 2"]


def test_the_api_replays_by_header(stranger: Browser, notes: Any) -> None:
    headers = {**TOKEN, "Idempotency-Key": "k1"}
    first, second = (stranger.client.post("/api/v1/notes", json={"text": "once"}, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json == {"text": "once", "by": "Anna Kowalski"}
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    other = stranger.client.post("/api/v1/notes", json={"text": "other"}, headers=headers)
    assert (other.status_code, other.mimetype) == (422, "application/problem+json")
    assert notes() == ["once"]


def test_without_a_key_each_call_counts(stranger: Browser, notes: Any) -> None:
    for _ in range(2):
        stranger.client.post("/api/v1/notes", json={"text": "twice"}, headers=TOKEN)
    assert notes() == ["twice", "twice"]


def test_a_key_that_is_too_long_is_refused(stranger: Browser, notes: Any) -> None:
    headers = {**TOKEN, "Idempotency-Key": "k" * 101}
    answer = stranger.client.post("/api/v1/notes", json={"text": "x"}, headers=headers)
    assert answer.status_code == 422
    assert notes() == []


def test_the_same_form_with_another_file_is_another_form(app: Flask) -> None:
    @app.post("/upload")
    def upload() -> str:
        from flask import request

        content = request.files["file"].read().decode()
        session().execute(text("INSERT INTO note (text) VALUES (:t)"), {"t": content})
        return content

    browser = Browser(app).sign_in_as(1)
    token = browser.open("/note").form("Save the note").data["csrf_token"]

    def send(content: bytes) -> Any:
        data = {"csrf_token": token, "idempotency_key": "k", "file": (BytesIO(content), "a.txt")}
        return browser.client.post("/upload", data=data, content_type="multipart/form-data")

    assert send(b"one").text == "one", "hashing the file must not use it up"
    assert send(b"one").headers["Idempotency-Replayed"] == "true"
    assert send(b"two").status_code == 422


def test_a_stale_edit_shows_both_texts_and_keeps_mine(browser: Browser, notes: Any) -> None:
    page = browser.open("/note").form("Save the note").fill({"Note": "My text\nof two lines"}).submit()
    assert page.status == 409
    assert page.h1 == "Raj Patel changed this note while you were editing"
    assert "The log volume was full." in page.text
    assert "My text of two lines" in page.text
    assert page.links["Keep theirs"] == "/note"
    assert notes() == [], "nothing was overwritten"
    page.form("Keep mine").submit()
    assert notes() == ["My text\nof two lines"]


def test_a_stale_edit_can_join_both(browser: Browser, notes: Any) -> None:
    page = browser.open("/note").form("Save the note").fill({"Note": "Mine"}).submit()
    form = page.form("Save this text")
    assert form.value("Note").strip() == "Mine"
    form.fill({"Note": "Mine and theirs"}).submit()
    assert notes() == ["Mine and theirs"]
