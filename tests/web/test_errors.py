"""Each error is a page in plain words or a problem document; nothing typed is lost, nothing inner is told."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from browser import Browser
from flask import Flask

TOKEN = {"Authorization": "Bearer good-token"}


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503, 418])
def test_every_status_is_a_sound_page(browser: Browser, status: int) -> None:
    page = browser.open(f"/error/{status}")
    assert page.status == status
    assert page.h1
    assert "Go to the start page" in page.links
    assert "The browser (or proxy)" not in page.text, "werkzeug's own sentences are not for our readers"


def test_what_services_raise(browser: Browser) -> None:
    absent, forbidden = browser.open("/error/absent"), browser.open("/error/forbidden")
    assert (absent.status, forbidden.status) == (404, 403)
    assert "There is no such review." in absent.text
    assert "You may not approve a review." in forbidden.text


def test_an_unexpected_error_tells_a_reference_and_nothing_else(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "debrief.web"):
        page = browser.open("/error/broken")
    assert page.status == 500
    assert "secret detail" not in page.html
    assert "Traceback" not in page.html
    reference = page.text.split("administrator: ")[1].split()[0]
    assert reference in caplog.text
    assert "secret detail" in caplog.text


def test_when_everything_fails_there_is_still_a_page(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def fails(person_id: int, epoch: int) -> None:
        raise OSError("secret detail")

    browser = Browser(app).sign_in_as(1)
    app.extensions["debrief"].load_person = fails
    with caplog.at_level(logging.ERROR, "debrief.web"):
        page = browser.open("/")
    assert (page.status, page.h1) == (500, "Something went wrong on our side")
    assert "secret detail" not in page.html
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "default-src 'self'" in page.response.headers["Content-Security-Policy"]


def test_405_keeps_allow(browser: Browser) -> None:
    response = browser.client.put("/note", headers={"X-CSRFToken": _token(browser)})
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def _token(browser: Browser) -> str:
    return str(browser.open("/note").form("Save the note").data["csrf_token"])


def test_too_large_is_told_kindly(browser: Browser) -> None:
    page = browser.post("/note/save", {"csrf_token": _token(browser), "text": "x" * 300_000})
    assert (page.status, page.h1) == (413, "That is too large")


def test_a_form_without_token_is_refused_and_its_text_is_shown(browser: Browser, notes: Any) -> None:
    page = browser.post("/note/save", {"text": "a long <i>text</i>\nthat took an hour", "version": "2"})
    assert (page.status, page.h1) == (400, "This form is too old")
    assert page.form is not None
    box = page.root.find(".//textarea")
    assert box is not None
    assert "".join(box.itertext()).strip() == "a long <i>text</i>\nthat took an hour"
    assert notes() == []


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
def test_a_wrong_token_is_refused(browser: Browser, notes: Any, token: str) -> None:
    assert browser.post("/note/save", {"text": "x", "version": "2", "csrf_token": token}).status == 400
    assert notes() == []


def test_another_sessions_token_is_refused(browser: Browser, stranger: Browser, notes: Any) -> None:
    foreign = stranger.open("/sign-in").form("Sign in").data["csrf_token"]
    assert browser.post("/note/save", {"text": "x", "version": "2", "csrf_token": foreign}).status == 400
    assert notes() == []


def test_refused_lists_the_obstacles_as_links_and_writes_nothing(browser: Browser, notes: Any) -> None:
    form = browser.open("/note").form("Save the note").fill({"Note": "refuse"}).set("version", "2")
    page = form.submit("Save the note")
    assert page.status == 409
    assert page.links["Add an owner to every action"] == "/note/actions"
    assert "Wait for the approver" in page.text
    assert notes() == []


def test_the_api_answers_problem_documents(stranger: Browser) -> None:
    post = stranger.client.post
    absent = stranger.client.get("/api/v1/nothing", headers=TOKEN)
    assert absent.mimetype == "application/problem+json"
    assert absent.json == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address, or it is not open to you. Check the reference.",
    }
    invalid = post("/api/v1/notes", json={"text": ""}, headers=TOKEN)
    assert (invalid.status_code, invalid.json["errors"]) == (422, [{"field": "text", "detail": "Enter a note"}])
    refused = post("/api/v1/notes", json={"text": "refuse"}, headers=TOKEN)
    assert refused.status_code == 409
    assert refused.json["errors"] == [{"detail": "Add an owner", "where": "actions"}]
    stale = post("/api/v1/notes", json={"text": "stale"}, headers=TOKEN)
    assert stale.status_code == 412
    assert stale.json["version"] == 2
    assert stale.json["errors"] == [{"field": "text", "label": "Note", "theirs": "theirs", "yours": "stale"}]
    broken = stranger.client.get("/api/v1/broken", headers=TOKEN)
    assert broken.status_code == 500
    assert "secret detail" not in broken.text
    assert len(broken.json["reference"]) == 8
    assert post("/api/v1/notes", data="{", content_type="application/json", headers=TOKEN).status_code == 400
    assert post("/api/v1/notes", data="x", content_type="text/plain", headers=TOKEN).status_code == 415
    wrong_method = stranger.client.delete("/api/v1/notes", headers=TOKEN)
    assert wrong_method.status_code == 405
    assert "POST" in wrong_method.headers["Allow"]


def test_smorest_errors_have_the_same_shape(demonstration: Any, tmp_path: Path) -> None:
    from flask_smorest import Blueprint
    from marshmallow import Schema, fields

    from web.api import Api

    app: Flask = demonstration.make_app(tmp_path)
    app.config.update(API_TITLE="t", API_VERSION="v1", OPENAPI_VERSION="3.1.0")

    class Thing(Schema):
        title = fields.String(required=True, error_messages={"required": "Enter a title"})

    blueprint = Blueprint("things", "things", url_prefix="/api/v1/things")

    @blueprint.route("", methods=["POST"])
    @blueprint.arguments(Thing)
    @blueprint.response(201, Thing)
    def add(body: dict[str, Any]) -> dict[str, Any]:
        return body

    api = Api(app)
    api.register_blueprint(blueprint)
    client = app.test_client()
    answer = client.post("/api/v1/things", json={}, headers=TOKEN)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["errors"] == [{"field": "title", "detail": "Enter a title"}]
    assert client.post("/api/v1/things", json={"title": "x"}, headers=TOKEN).status_code == 201
    assert client.get("/api/v1/things", headers=TOKEN).headers["Allow"]
    assert client.get("/nowhere").mimetype == "text/html", "smorest must not take over the pages"
    app.extensions["debrief"].database.dispose()
