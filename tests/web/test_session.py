"""Signing in, being guarded, falling idle; and what was typed is never lost and never sent by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from browser import Browser
from flask import Flask

START = "2026-11-23T09:00:00Z"


def test_a_stranger_is_asked_to_sign_in_and_comes_back(stranger: Browser) -> None:
    page = stranger.open("/register?page=2")
    assert page.h1 == "Sign in"
    assert page.url == "/sign-in?next=/register%3Fpage%3D2"
    back = page.form("Sign in").fill({"Person": "1"}).submit()
    assert (back.h1, back.url) == ("Actions", "/register?page=2")


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_next_never_leaves_the_site(stranger: Browser, evil: str) -> None:
    page = stranger.open("/sign-in?next=" + evil).form("Sign in").submit()
    assert page.url == "/"


def test_every_view_is_guarded_unless_it_says_otherwise(stranger: Browser, app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments:
            continue
        with stranger.client.get(rule.rule) as response:
            is_open = response.status_code == 200
        assert is_open == (rule.rule in {"/sign-in", "/healthz", "/broken-page", "/broken.css"}), rule.rule


def test_a_public_view_needs_no_session(stranger: Browser) -> None:
    assert stranger.client.get("/healthz").text == "ok"
    with stranger.client.get("/static/house.css") as style:
        assert style.status_code == 200
    assert stranger.open("/no/such/page").status == 404


def test_signing_out_ends_it(browser: Browser) -> None:
    assert browser.open("/").form("/sign-out").submit("Sign out").h1 == "Sign in"
    assert browser.open("/").h1 == "Sign in"


def test_an_old_epoch_or_a_removed_person_is_nobody(app: Flask) -> None:
    with pytest.raises(LookupError):
        Browser(app).sign_in_as(1, epoch=2)
    browser = Browser(app).sign_in_as(1)
    app.extensions["debrief"].load_person = lambda person, epoch: None
    assert browser.open("/").h1 == "Sign in"


@pytest.mark.parametrize("identity", ["1:1:1", "x:1", "1", ":", "1:-1", ""])
def test_a_strange_identity_is_nobody(browser: Browser, identity: str) -> None:
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = identity
    assert browser.open("/").h1 == "Sign in"


def test_idle_too_long_ends_the_session_and_each_request_renews_it(app: Flask) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser = Browser(app).sign_in_as(1)
        for _ in range(3):
            clock.shift(timedelta(minutes=50))
            assert browser.open("/").h1 == "Two things wait for you"
        clock.shift(timedelta(minutes=61))
        assert browser.open("/").h1 == "Sign in"


def _typed(app: Flask, clock: Any) -> Any:
    """Anna fills in a form, goes for lunch, and sends it."""
    browser = Browser(app).sign_in_as(1)
    form = browser.open("/new").form("Open the review")
    form.fill({"Incident ref": "INC0012345", "Title": "  Down <b>& out", "Severity": "P2", "Services": ["Checkout"]})
    form.fill({"What": "Customers"}).set("summary", "Line one\nLine two")
    clock.shift(timedelta(hours=3))
    return form.submit("Open the review")


def test_a_form_that_met_an_ended_session_is_refilled_and_not_sent(app: Flask, notes: Any) -> None:
    with time_machine.travel(START, tick=False) as clock:
        page = _typed(app, clock)
        assert page.h1 == "Sign in"
        page = page.form("Sign in").fill({"Person": "1"}).submit()
        assert page.url == "/new"
        assert "Your session had ended. What you typed is below; nothing has been sent." in page.text
        form = page.form("Open the review")
        assert form.value("Title") == "  Down <b>& out"
        assert form.value("Summary").replace("\r\n", "\n") == "Line one\nLine two"
        assert form.value("What") == "Customers"
        assert form.data.getlist("services") == ["", "Checkout"]
        assert form.data["severity"] == "2"
        assert notes() == []
        # sending it is up to her; afterwards the note is gone
        form.fill({"Impact started: time": "14:03"}).fill({"Value": "3"})
        sent = form.submit("Open the review")
        assert notes() == ["Down <b>& out"]
        assert "session had ended" not in sent.text
        assert "session had ended" not in sent.browser.open("/new").text


def test_a_form_that_another_page_holds_is_refilled_there(app: Flask) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser = Browser(app).sign_in_as(1)
        form = browser.open("/note").form("Save the note").fill({"Note": "from lunch"})
        clock.shift(timedelta(hours=3))
        page = form.submit("Save the note").form("Sign in").submit()
        assert page.url == "/note"
        assert page.form("Save the note").value("Note") == "from lunch"


def test_a_page_that_does_not_refill_shows_what_was_typed(app: Flask) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser = Browser(app).sign_in_as(1)
        form = browser.open("/record").form("Add the note").fill({"Note": "do not lose me"})
        clock.shift(timedelta(hours=3))
        page = form.submit("Add the note").form("Sign in").submit()
        assert page.url == "/record"
        assert "do not lose me" in page.text


def test_another_person_does_not_see_it(app: Flask) -> None:
    with time_machine.travel(START, tick=False) as clock:
        page = _typed(app, clock).form("Sign in").fill({"Person": "2"}).submit()
        assert "Down" not in page.html
        assert "session had ended" not in page.text


def test_it_is_offered_for_an_hour(app: Flask) -> None:
    with time_machine.travel(START, tick=False) as clock:
        page = _typed(app, clock)
        clock.shift(timedelta(minutes=61))
        page = page.form("Sign in").submit()
        assert "session had ended" not in page.text


def test_passwords_and_foreign_posts_are_not_kept(app: Flask) -> None:
    kept = app.extensions["kept"]
    stranger = Browser(app)
    ours = {"Origin": "http://localhost"}
    stranger.post("/new", {"title": "x", "new_password": "hush"}, headers=ours)
    assert kept["k0"]["pairs"] == [("title", "x")]
    for headers in [{}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site", **ours}]:
        assert stranger.post("/new", {"title": "evil"}, headers=headers).h1 == "Sign in"
    assert len(kept) == 1


def test_too_much_is_not_kept(app: Flask) -> None:
    from web import stash

    app.config["MAX_CONTENT_LENGTH"] = None
    Browser(app).post("/new", {"title": "x" * (stash.MOST + 1)}, headers={"Origin": "http://localhost"})
    assert app.extensions["kept"] == {}


def test_htmx_is_told_to_go_to_the_sign_in_page(stranger: Browser) -> None:
    response = stranger.client.get("/register", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in?next=/register"


def test_the_session_content_is_new_after_signing_in(app: Flask) -> None:
    """A cookie that somebody planted before signing in keeps nothing of its content (session fixation)."""
    browser = Browser(app)
    page = browser.open("/sign-in")
    with browser.client.session_transaction() as cookie:
        cookie["planted"] = "yes"
        before = cookie["csrf_token"]
    page.form("Sign in").submit()
    with browser.client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != before


@pytest.mark.parametrize("https", [False, True])
def test_cookie_attributes(demonstration: Any, tmp_path: Path, https: bool) -> None:
    app = demonstration.make_app(tmp_path, https=https)
    response = app.test_client().get("/sign-in", base_url="https://localhost" if https else "http://localhost")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-debrief=" if https else "debrief=")
    assert ("Secure" in cookie) == https
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    app.extensions["debrief"].database.dispose()


def test_the_two_doors_do_not_open_with_each_others_key(browser: Browser, stranger: Browser) -> None:
    token = {"Authorization": "Bearer good-token"}
    assert browser.client.get("/api/v1/notes").status_code == 401, "a cookie is no API key"
    assert stranger.client.get("/register", headers=token).status_code == 303, "a token opens no page"
    assert stranger.client.get("/api/v1/notes", headers=token).json == []
    for bad in ["Bearer bad", "Bearer ", "Basic good-token", "good-token"]:
        response = stranger.client.get("/api/v1/notes", headers={"Authorization": bad})
        assert (response.status_code, response.mimetype) == (401, "application/problem+json")
