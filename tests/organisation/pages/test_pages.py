"""The pages as people use them; ``Browser`` checks the markup of every one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from browser import Browser
from flask import Flask

from kernel.db import Database
from kernel.idempotency import Idempotency
from kernel.permission import Role, machine
from organisation.models import Account, Person
from organisation.queries.account import actor_of_token
from organisation.queries.person import roles_of
from organisation.service.roles import disable_account

PASSWORD = "a lamp beside the sea"


def _roles(database: Database, person_id: int) -> list[Role]:
    with database.unit_of_work(write=False) as session:
        return roles_of(session.get_one(Person, person_id))


def test_signing_in_goes_where_one_wanted_and_out_again(place: Flask) -> None:
    page = Browser(place).open("/people?q=anna")
    assert page.h1 == "Sign in"
    page = page.form("Sign in").fill({"Mail address": "Anna@Example.org", "Password": PASSWORD}).submit("Sign in")
    assert (page.status, page.url, page.h1) == (200, "/people?q=anna", "People")
    assert page.browser.open("/sign-in").url == "/"
    page = page.form("Sign out").submit("Sign out")
    assert page.h1 == "Sign in"
    assert page.browser.open("/people").h1 == "Sign in"


def test_wrong_and_unknown_read_the_same_and_the_address_stays(place: Flask) -> None:
    pages = []
    for mail in ("anna@example.org", "nobody@example.org"):
        form = Browser(place).open("/sign-in").form("Sign in").fill({"Mail address": mail, "Password": "wrong one"})
        page = form.submit("Sign in")
        assert (page.status, page.errors) == (422, ["The mail address or the password is not right"])
        assert page.form("Sign in").value("Mail address") == mail
        assert "wrong one" not in page.html
        pages.append(page.text)
    assert pages[0] == pages[1]


def test_empty_boxes_say_what_to_enter(place: Flask) -> None:
    page = Browser(place).open("/sign-in").form("Sign in").submit("Sign in")
    assert page.errors == ["Enter your mail address", "Enter your password"]


def test_too_many_tries_are_told_with_the_wait(place: Flask) -> None:
    browser = Browser(place)
    for _ in range(5):
        page = browser.open("/sign-in").form("Sign in").fill({"Mail address": "x@example.org", "Password": "y"}).submit("Sign in")
    page = browser.open("/sign-in").form("Sign in").fill({"Mail address": "x@example.org", "Password": "y"}).submit("Sign in")
    assert page.status == 429
    assert page.errors == ["There were too many tries. Wait 15 minutes, then try again"]
    assert 0 < int(page.response.headers["Retry-After"]) <= 901


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_away(place: Flask, elsewhere: str) -> None:
    page = Browser(place).open(f"/sign-in?next={elsewhere}")
    page = page.form("Sign in").set("next", elsewhere).fill({"Mail address": "anna@example.org", "Password": PASSWORD}).submit("Sign in")
    assert page.url == "/"


def test_the_demo_buttons_are_there_in_demo_mode_only(place: Flask, join: Callable[..., int]) -> None:
    join("Raj Patel", "raj@example.org", Role.FACILITATOR)
    join("Jonas Weber", None, account=False)
    stranger = Browser(place)
    assert [form.element.get("action") for form in stranger.open("/sign-in").forms()] == ["/sign-in"]
    token = stranger.open("/sign-in").form("Sign in").data["csrf_token"]
    assert stranger.post("/sign-in/demo", {"person": "2", "csrf_token": token}).status == 404
    place.config["DEMO"] = True
    page = stranger.open("/sign-in?next=/people")
    assert "Jonas Weber" not in page.text
    page = page.form("Raj Patel, facilitator").submit("Raj Patel, facilitator")
    assert (page.url, page.h1) == ("/people", "People")
    assert stranger.post("/sign-in/demo", {"person": "2"}).status == 400  # no token
    for wrong in ("3", "99", "x", "²"):
        page = Browser(place).open("/sign-in").form("Anna Kowalski, facilitator, incident manager, problem manager, administrator")
        assert page.set("person", wrong).submit().status == 404


def test_adding_a_person_and_a_taken_address(browser: Browser, installed: Database) -> None:
    form = browser.open("/people").click("Add a person").form("Add the person")
    page = form.fill({"Name": "Raj Patel", "Mail address": "ANNA@example.org", "Roles": ["Facilitator"]}).submit("Add the person")
    assert (page.status, page.errors) == (422, ["anna@example.org is already the mail address of Anna Kowalski"])
    form = page.form("Add the person")
    assert form.value("Name") == "Raj Patel"
    page = form.fill({"Mail address": "raj@example.org"}).submit("Add the person")
    assert (page.url, page.h1) == ("/people/2", "Raj Patel")
    assert "Raj Patel was added." in page.text
    assert _roles(installed, 2) == [Role.FACILITATOR]


def test_bad_values_are_told_at_their_fields(browser: Browser) -> None:
    form = browser.open("/people/new").form("Add the person")
    page = form.fill({"Name": " \t ", "Mail address": "raj", "Roles": []}).submit("Add the person")
    assert page.errors == [
        "Enter a name", "Enter a mail address in the form name@example.org", "Select at least one role"
    ]
    assert page.form("Add the person").value("Mail address") == "raj"


def test_a_contributor_adds_people_but_gives_no_roles(place: Flask, installed: Database, join: Callable[..., int]) -> None:
    raj = join("Raj Patel", "raj@example.org")
    browser = Browser(place).sign_in_as(raj)
    form = browser.open("/people/new").form("Add the person")
    assert "Roles" not in form.names()
    page = form.fill({"Name": "Ewa"}).set("roles", "administrator").set("password", "x").set("id", "1").submit("Add the person")
    assert page.h1 == "Ewa"
    assert _roles(installed, 3) == [Role.CONTRIBUTOR]
    assert [f for f in page.forms() if f.element.get("action", "").startswith("/people")] == []


def test_a_viewer_is_not_offered_to_add_people(place: Flask, join: Callable[..., int]) -> None:
    browser = Browser(place).sign_in_as(join("Viewer", "v@example.org", Role.VIEWER))
    assert "Add a person" not in browser.open("/people").links
    assert browser.open("/people/new").status == 403


def test_every_column_that_is_not_on_the_form_is_ignored(browser: Browser, installed: Database, join: Callable[..., int]) -> None:
    """Mass assignment: names of all columns of person and account are sent along."""
    raj = join("Raj Patel", "raj@example.org")
    form = browser.open(f"/people/{raj}").form("Save")
    extra = {"id": "77", "left_on": "2020-01-01", "created_at": "2020-01-01", "person_id": "1", "password_hash": "x",
             "epoch": "9", "disabled_at": "2020-01-01", "is_active": "false"}
    for name, value in extra.items():
        form.set(name, value)
    assert form.fill({"Name": "Rajesh"}).submit("Save").h1 == "Rajesh"
    with installed.unit_of_work(write=False) as session:
        person, account = session.get_one(Person, raj), session.get_one(Account, raj)
        assert (person.left_on, person.created_at.year > 2020, account.epoch, account.disabled_at) == (None, True, 1, None)
        assert account.password_hash != "x"


def test_editing_a_person_and_a_stale_edit_shows_both(browser: Browser, installed: Database, join: Callable[..., int]) -> None:
    raj = join("Raj Patel", "raj@example.org")
    first, second = (browser.open(f"/people/{raj}").form("Save") for _ in range(2))
    first.fill({"Name": "Raj P. Patel", "Roles": ["Facilitator", "Auditor"], "Time zone": "Europe/Berlin"}).submit("Save")
    assert _roles(installed, raj) == [Role.FACILITATOR, Role.AUDITOR]
    page = second.fill({"Name": "Rajesh Patel"}).submit("Save")
    assert page.status == 409
    assert "Raj P. Patel" in page.text
    assert "Rajesh Patel" in page.text
    page = page.form("Keep mine").submit("Keep mine")
    assert page.h1 == "Rajesh Patel"


def test_a_refused_role_leaves_the_name_unchanged_and_what_was_typed_in_the_box(browser: Browser, installed: Database) -> None:
    form = browser.open("/people/1").form("Save")
    page = form.fill({"Name": "Annabel", "Roles": ["Viewer"]}).submit("Save")
    assert page.status == 422
    assert page.errors == ["This is the only administrator who can sign in. Give the role to somebody else first"]
    assert page.form("Save").value("Name") == "Annabel"
    with installed.unit_of_work(write=False) as session:
        assert session.get_one(Person, 1).name == "Anna Kowalski"


def test_an_account_is_made_disabled_and_opened_again(browser: Browser, place: Flask, join: Callable[..., int]) -> None:
    raj = join("Raj Patel", "raj@example.org", account=False)
    page = browser.open(f"/people/{raj}")
    form = page.form("Make the account").fill({"New password": "short", "New password, again": "short"})
    assert form.submit("Make the account").errors == ["Use 8 characters or more"]
    form = page.form("Make the account").fill({"New password": PASSWORD, "New password, again": PASSWORD + "x"})
    assert form.submit("Make the account").errors == ["The two passwords are not the same"]
    form = page.form("Make the account").fill({"New password": PASSWORD, "New password, again": PASSWORD})
    assert "Can sign in" in form.submit("Make the account").text
    his = Browser(place).sign_in_as(raj)
    assert his.open("/people").h1 == "People"
    page = browser.open(f"/people/{raj}").click("Disable the account")
    assert page.h1 == "Disable the account of Raj Patel?"
    assert "Disabled" in page.form("Disable the account").submit("Disable the account").text
    assert his.open("/people").h1 == "Sign in"
    page = browser.open(f"/people/{raj}").click("Mark as left").form("Mark as left").submit("Mark as left")
    assert "Left" in page.text
    assert "Raj Patel" not in browser.open("/people").text
    assert "Raj Patel" in browser.open("/people?state=left").text
    assert "here again" in browser.open(f"/people/{raj}").form("Mark as back").submit("Mark as back").text


@pytest.mark.parametrize("path", ["disable", "left", "back", "password", ""])
def test_only_an_administrator_acts_on_people(place: Flask, join: Callable[..., int], path: str) -> None:
    raj = join("Raj Patel", "raj@example.org", *(r for r in Role if r != Role.ADMINISTRATOR))
    browser = Browser(place).sign_in_as(raj)
    token = browser.open("/profile").form("Save").data["csrf_token"]
    body = {"csrf_token": token, "password": PASSWORD, "password_again": PASSWORD, "name": "X", "zone": "UTC", "roles": "viewer"}
    assert browser.post(f"/people/1/{path}".rstrip("/"), body).status == 403
    if path in {"disable", "left"}:
        assert browser.open(f"/people/1/{path}").status == 403


def test_the_own_password_and_its_other_sessions(place: Flask, browser: Browser) -> None:
    elsewhere = Browser(place).sign_in_as(1)
    page = browser.open("/profile")
    new = {"New password": "two boats and a bell", "New password, again": "two boats and a bell"}
    wrong = page.form("Change the password").fill({"Current password": "wrong", **new}).submit("Change the password")
    assert wrong.errors == ["The current password is not right"]
    page = page.form("Change the password").fill({"Current password": PASSWORD, **new}).submit("Change the password")
    assert "The password is changed" in page.text
    assert browser.open("/profile").h1 == "Anna Kowalski"
    assert elsewhere.open("/profile").h1 == "Sign in"


def test_a_token_is_shown_once_and_ended(browser: Browser, installed: Database) -> None:
    form = browser.open("/profile").form("Make a token").fill({"What it is for": "nightly import"})
    page = form.submit("Make a token")
    assert page.status == 201
    element = page.by_id("plain")
    assert element is not None
    plain = element.get("value", "")
    with installed.unit_of_work(write=False) as session:
        assert actor_of_token(session, plain) is not None
        kept = session.scalars(sa.select(Idempotency.body)).all()
    assert not any(plain in (body or "") for body in kept)
    assert page.response.headers["Cache-Control"] == "no-store"
    page = browser.open("/profile")
    assert plain not in page.html
    assert "no longer works" in page.form("End").submit("End").text
    with installed.unit_of_work(write=False) as session:
        assert actor_of_token(session, plain) is None


def test_a_form_survives_an_ended_session(place: Flask, installed: Database, join: Callable[..., int]) -> None:
    raj = join("Raj Patel", "raj@example.org")
    browser = Browser(place).sign_in_as(raj)
    form = browser.open("/people/new").form("Add the person").fill({"Name": "Ewa Zielińska", "Mail address": "ewa@example.org"})
    with installed.unit_of_work() as session:
        session.get_one(Account, raj).epoch += 1
        from kernel import audit

        audit.note(session, machine(), "set password")
    page = form.submit("Add the person")
    assert page.h1 == "Sign in"
    page = page.form("Sign in").fill({"Mail address": "raj@example.org", "Password": PASSWORD}).submit("Sign in")
    assert page.url == "/people/new"
    assert "nothing has been sent" in page.text
    form = page.form("Add the person")
    assert (form.value("Name"), form.value("Mail address")) == ("Ewa Zielińska", "ewa@example.org")
    assert form.submit("Add the person").h1 == "Ewa Zielińska"


def test_a_password_is_never_kept(place: Flask, installed: Database, join: Callable[..., int]) -> None:
    from organisation.models import Stash

    raj = join("Raj Patel", "raj@example.org")
    browser = Browser(place).sign_in_as(raj)
    form = browser.open("/profile").form("Change the password")
    form.fill({"Current password": PASSWORD, "New password": "two boats and a bell", "New password, again": "two boats and a bell"})
    with installed.unit_of_work() as session:
        disable_account(session, machine(), session.get_one(Person, raj))
    form.submit("Change the password")
    with installed.unit_of_work(write=False) as session:
        assert not any("boats" in body for body in session.scalars(sa.select(Stash.body)))


def test_settings_show_what_each_set_does_and_keep_what_was_typed(browser: Browser, installed: Database) -> None:
    page = browser.open("/settings")
    assert "Small team is in force" in page.text
    assert "1 person, not the submitter" in page.text
    wrong = page.form("Save").fill({"Time zone": "Mars/Base", "Name of the organisation": "Nordwind AG"}).submit("Save")
    assert wrong.errors == ["“Mars/Base” is not a time zone. Enter one such as Europe/London"]
    assert wrong.form("Save").value("Time zone") == "Mars/Base"
    page = wrong.form("Save").fill({"Time zone": "Europe/Berlin", "Policy set": "Regulated"}).submit("Save")
    assert "Regulated is in force" in page.text


@pytest.mark.parametrize(
    ("role", "open_to"),
    [(Role.ADMINISTRATOR, {"/settings", "/audit"}), (Role.PROBLEM_MANAGER, {"/settings", "/audit"}), (Role.AUDITOR, {"/audit"}),
     (Role.CONTRIBUTOR, set()), (Role.VIEWER, set())],
)
def test_who_opens_what(place: Flask, join: Callable[..., int], role: Role, open_to: set[str]) -> None:
    browser = Browser(place).sign_in_as(join("Raj Patel", "raj@example.org", role))
    links = set(browser.open("/people").links.values())
    for path in ("/settings", "/audit"):
        assert browser.open(path).status == (200 if path in open_to else 403)
        assert (path in links) == (path in open_to)
    for path in ("/people", "/people/1", "/services", "/profile", "/help"):
        assert browser.open(path).status == 200
    assert browser.open("/people/99").status == 404


def test_the_audit_trail_reads_as_sentences_and_links_records_it_knows(browser: Browser, installed: Database) -> None:
    from kernel import audit
    from kernel.record import Record
    from kernel.ref import RecordKind

    with installed.unit_of_work() as session:
        record = Record(kind=RecordKind.REVIEW, ref="PIR-2026-0001", title="Open")
        session.add(record)
        session.flush()
        audit.note(session, machine(), "edit review", record_id=record.id, before={"title": "<b>a</b>"}, after={"title": "b"})
    page = browser.open("/audit")
    assert "Title: <b>a</b> → b" in page.text
    assert page.links["PIR-2026-0001"] == "/reviews/PIR-2026-0001"
    assert "<b>a</b>" not in page.html
    assert [form.element.get("method") for form in page.forms()] == ["post", "get"]  # sign out, filter
    for odd in ("before=0", "before=x", "before=99999999999999999999", "ref=%00", "ref=PIR-9999-0001"):
        assert browser.open(f"/audit?{odd}").status == 200


def test_lists_with_odd_parameters(browser: Browser) -> None:
    for odd in ("q=%25", "q=%00", "state=nonsense", "page=0", "page=999999", "q=" + "x" * 500):
        assert browser.open(f"/people?{odd}").status == 200
    assert "Nobody fits." in browser.open("/people?q=zzz").text


def test_help_names_the_administrators(browser: Browser) -> None:
    assert "anna@example.org" in browser.open("/help").text


def test_the_number_of_statements_does_not_grow_with_people(browser: Browser, installed: Database, join: Callable[..., int]) -> None:
    def statements(path: str) -> int:
        count: list[str] = []
        listener = lambda *a: count.append(a[2])  # noqa: E731
        sa.event.listen(installed.engine, "before_cursor_execute", listener)
        try:
            browser.open(path)
        finally:
            sa.event.remove(installed.engine, "before_cursor_execute", listener)
        return len(count)

    paths = ("/people", "/services", "/audit", "/help")
    few = [statements(path) for path in paths]
    for number in range(20):
        join(f"Person {number}", f"p{number}@example.org", Role.SERVICE_OWNER, Role.ADMINISTRATOR)
    assert [statements(path) for path in paths] == few
