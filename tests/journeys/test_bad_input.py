"""What people really send: every refusal says what to do in words, and nothing typed is lost. No Chromium needed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import make
import pytest
import sqlalchemy as sa
from browser import Browser, Page
from conftest import product
from journeys import report
from servicenow_export import export

from kernel.db import Database

Browse = Callable[[str], Browser]
NEW = {"Title": "Checkout down", "Severity": "P1", "Impact started: date": "20 Nov 2026", "Impact started: time": "14:03",
       "Service 1": "Checkout", "Time zone": "Europe/London"}


@pytest.fixture
def browse(sqlite_only: Database, tmp_path: Path) -> Iterator[Browse]:
    """``browse(name)``: a signed-in browser; Anna facilitates, Maya manages problems, Grace administers."""
    with sqlite_only.unit_of_work() as session:
        ids = {"anna": make.facilitator(session).person_id, "maya": make.problem_manager(session).person_id,
               "grace": make.person(session, "Grace Okafor", make.Role.ADMINISTRATOR, make.Role.INCIDENT_MANAGER).id}
    app = product(sqlite_only, tmp_path)
    yield lambda name: Browser(app).sign_in_as(ids[name])


@pytest.fixture
def anna(browse: Browse) -> Browser:
    return browse("anna")


@pytest.fixture
def ref(anna: Browser) -> str:
    """An open draft with one time."""
    page = anna.open("/reviews/new").form("Open the review").fill(NEW).submit("Open the review")
    assert page.status == 200, page.errors
    return page.url.rsplit("/", 1)[-1]


def count(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())


def standing(page: Page, button: str, typed: dict[str, str]) -> dict[str, str]:
    """What of ``typed`` no longer stands in the form."""
    form = page.form(button)
    return {label: form.value(label) for label, text in typed.items() if label != "Severity" and form.value(label) != text}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"Impact started: time": "25:99"}, "25:99 is not a time"),
        ({"Impact started: date": "31 Feb 2026"}, "31 Feb 2026 is not a date"),
        ({"Restored: date": "20 Nov 2026", "Restored: time": "13:00"}, "Restored must be after Impact started"),
        ({"Time zone": "Mars/Olympus"}, "Select a time zone from the list"),
        ({"Impact started: date": "29 Mar 2026", "Impact started: time": "01:30"}, "clocks"),
        ({"Impact started: date": "25 Oct 2026", "Impact started: time": "01:30"}, "twice"),
        ({"Title": "x" * 121}, "120 characters or fewer"),
    ],
    ids=["no such time", "no such day", "ends before it starts", "unknown zone", "hour that never was", "hour that was twice",
         "too long"],
)
def test_a_new_review_is_refused_and_keeps_everything(anna: Browser, sqlite_only: Database, wrong: dict[str, str], said: str) -> None:
    typed = {**NEW, **wrong}
    page = anna.open("/reviews/new").form("Open the review").fill(typed).submit("Open the review")
    assert page.status == 422
    assert said in " ".join(page.errors)
    assert page.title.startswith("Error: ")
    assert standing(page, "Open the review", typed) == {}
    assert count(sqlite_only, "review") == 0
    mended = page.form("Open the review").fill({**NEW, "Restored: date": "", "Restored: time": ""}).submit("Open the review")
    assert mended.h1 == "Checkout down"


def test_the_hour_that_was_twice_is_asked_for(anna: Browser) -> None:
    """25 October 2026, 01:30 in London: the second is an hour later in UTC."""
    typed = {**NEW, "Impact started: date": "25 Oct 2026", "Impact started: time": "01:30"}
    page = anna.open("/reviews/new").form("Open the review").fill(typed).submit("Open the review")
    page = page.form("Open the review").set("occurred-which", "second").submit("Open the review")
    assert page.status == 200, page.errors
    assert "01:30 GMT" in page.text


def test_a_duplicate_incident_is_named_and_nothing_is_lost(anna: Browser, sqlite_only: Database) -> None:
    typed = {**NEW, "Incident reference": "INC0012345"}
    first = anna.open("/reviews/new").form("Open the review").fill(typed).submit("Open the review")
    assert first.status == 200
    page = anna.open("/reviews/new").form("Open the review").fill({**typed, "Title": "Another"}).submit("Open the review")
    assert page.status in {409, 422}
    assert "INC0012345" in page.text
    assert count(sqlite_only, "review") == 1
    if page.status == 422:
        assert standing(page, "Open the review", {**typed, "Title": "Another"}) == {}


def factor(browser: Browser, ref: str, statement: str, effect: str = "focus") -> str:
    page = browser.open(f"/reviews/{ref}/why/why/add?effect={effect}").form("Save the cause")
    page.fill({"What had to be true?": statement}).submit("Save the cause")
    shown = browser.open(f"/reviews/{ref}/why")
    return next(url.split("/")[-2] for text, url in shown.links.items() if text == f"Change: {statement}")


def test_a_circle_of_causes_is_refused_by_its_path(anna: Browser, ref: str, sqlite_only: Database) -> None:
    full = factor(anna, ref, "The log volume was full")
    detail = factor(anna, ref, "Logging stayed at full detail", full)
    before = count(sqlite_only, "cause_link")
    form = anna.open(f"/reviews/{ref}/why/factors/{full}/links").form("Add the link")
    page = form.fill({"It also led to": "Logging stayed at full detail"}).submit("Add the link")
    assert page.status in {409, 422}
    assert "The log volume was full" in page.text
    assert "Logging stayed at full detail" in page.text
    assert count(sqlite_only, "cause_link") == before
    assert detail in anna.open(f"/reviews/{ref}/why").html


def test_a_missing_owner_blocks_or_hints_by_policy(browse: Browse, anna: Browser) -> None:
    for policy, blocks in (("Small team", False), ("Regulated", True)):
        page = browse("grace").open("/settings").form("Save").fill({"Policy set": policy}).submit("Save")
        assert page.status == 200
        made = anna.open("/reviews/new").form("Open the review").fill({**NEW, "Title": f"Under {policy}"}).submit("Open the review")
        name = made.url.rsplit("/", 1)[-1]
        anna.open(f"/actions/new?source={name}").form("Add the action").fill({"What will be done": "Add an alert"}).submit("Add the action")
        page = anna.open(f"/reviews/{name}/sign-off")
        assert "owner" in page.text
        has_button = "Submit for approval" in {name for form in page.forms() for name in form.names()}
        assert has_button is not blocks
        assert ("Has to be there before the review can be submitted" in page.text) is blocks


FILES = {
    "truncated": export({"short_description": "a" * 500})[:-260] + b'"',
    "binary": bytes(range(256)) * 40,
    "empty": b"",
    "no such columns": b"a,b,c\n1,2,3\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_refused_whole(browse: Browse, sqlite_only: Database, name: str) -> None:
    page = sent(browse("grace"), FILES[name])
    told = " ".join(page.errors) + page.text
    assert page.status == 422 or "Cannot be taken" in told or "nothing to import" in told.lower(), told
    assert count(sqlite_only, "incident") == 0
    if page.status == 422:
        assert page.form("Show what it holds").value("Time zone of the times in the file") == "Europe/Paris"


def sent(browser: Browser, content: bytes) -> Page:
    form = browser.open("/incidents/import").form("Show what it holds")
    form.fill({"The export": (io.BytesIO(content), "incidents.csv"), "Time zone of the times in the file": "Europe/Paris"})
    return form.submit("Show what it holds")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
def test_any_usual_encoding_is_read(browse: Browse, encoding: str) -> None:
    text = export({"short_description": "Überweisung à Zürich refusée"}).decode()
    content = ("\ufeff" + text).encode(encoding) if encoding == "utf-16-le" else text.encode(encoding)
    page = sent(browse("grace"), content)
    assert page.status == 200, page.errors
    assert "Überweisung à Zürich refusée" in page.text
    done = page.form("Import 1 incident").submit("Import 1 incident")
    assert "Überweisung à Zürich refusée" in done.browser.open("/incidents").text


NASTY = "a\x00b\x07c\x0bd\x1be\ufffef \u202eg <b>&h\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")
TEXTS = [
    ("/reviews/{ref}/story", "Save the story"), ("/reviews/{ref}/findings", "Save what was learned"),
    ("/reviews/{ref}/impact", "Save the impact"), ("/reviews/{ref}/timeline", "Add the entry"),
    ("/reviews/{ref}/why/why/event", "Save the event"), ("/reviews/{ref}/why/why/add?effect=focus", "Save the cause"),
    ("/actions/new?source={ref}", "Add the action"),
]


def test_control_characters_in_every_text_field_and_the_report_still_opens(anna: Browser, ref: str, tmp_path: Path) -> None:
    for path, button in TEXTS:
        form = anna.open(path.format(ref=ref)).form(button)
        _fill_all(form)
        page = form.submit(button)
        assert page.status in {200, 422}, f"{path}: {page.status}"
        if page.status == 422:
            assert all("control" in text or "character" in text for text in page.errors), (path, page.errors)
    answer = anna.client.get(f"/reviews/{ref}/report.docx")
    assert answer.status_code == 200
    file = tmp_path / "nasty.docx"
    file.write_bytes(answer.data)
    assert report.faults_of(file) == []
    assert "<b>&h\U0001f600" in report.words_of(file)


def _fill_all(form: Any) -> None:
    """The nasty text into every box that takes words."""
    for label, control in form._labels():
        name = control.get("name", "")
        plain = control.tag == "textarea" or control.get("type", "text") == "text" and control.get("inputmode") != "numeric"
        if plain and not control.get("list") and control.tag != "select" and not any(w in name for w in ("date", "time", "due", "email", "url")):
            form.set(name, f"{NASTY} {label[:10]}")
    if "at-time" in form.data:
        form.set("at-time", "14:10")
        form.set("kind", "communication")  # only a communication has a channel


def test_an_emptied_row_of_the_impact_is_left_out(anna: Browser, ref: str) -> None:
    """Its "Exact" stays chosen when a person empties a row to take it out."""
    form = anna.open(f"/reviews/{ref}/impact").form("Save the impact")
    form.set("impact-0-measure", "Customers").set("impact-0-value", "7").set("impact-0-precision", "exact").submit("Save the impact")
    form = anna.open(f"/reviews/{ref}/impact").form("Save the impact")
    page = form.set("impact-0-measure", "").set("impact-0-value", "").submit("Save the impact")
    assert page.errors == []
    assert "Customers" not in anna.open(f"/reviews/{ref}").text


def test_a_stale_cause_shows_both_texts(browse: Browse, anna: Browser, ref: str) -> None:
    full = factor(anna, ref, "The log volume was full")
    mine = anna.open(f"/reviews/{ref}/why/factors/{full}/edit").form("Save the cause").fill({"What had to be true?": "My words"})
    theirs = browse("maya").open(f"/reviews/{ref}/why/factors/{full}/edit").form("Save the cause")
    assert theirs.fill({"What had to be true?": "Their words"}).submit("Save the cause").status == 200
    page = mine.submit("Save the cause")
    assert page.status == 409
    assert "My words" in page.text
    assert "Their words" in page.text


@pytest.mark.parametrize(
    ("path", "button", "typed", "table"),
    [
        ("/reviews/new", "Open the review", NEW, "review"),
        ("/reviews/{ref}/timeline", "Add the entry", {"Time: time": "14:10", "What happened": "Rolled back"}, "timeline_entry"),
        ("/reviews/{ref}/why/why/add?effect=focus", "Save the cause", {"What had to be true?": "The volume was full"}, "factor"),
        ("/actions/new?source={ref}", "Add the action", {"What will be done": "Add an alert"}, "action"),
    ],
)
def test_sent_twice_is_stored_once(anna: Browser, ref: str, sqlite_only: Database, path: str, button: str, typed: Any, table: str) -> None:
    form = anna.open(path.format(ref=ref)).form(button).fill(typed)
    before = count(sqlite_only, table)
    first, second = form.submit(button), form.submit(button)
    assert (first.status, second.status) == (200, 200)
    assert count(sqlite_only, table) == before + 1


FORMS = [
    ("/reviews/{ref}/story", "Save the story", "Summary"), ("/reviews/{ref}/timeline", "Add the entry", "What happened"),
    ("/reviews/{ref}/timeline/paste", "Show what was understood", "Chat or ticket"),
    ("/reviews/{ref}/why/why/add?effect=focus", "Save the cause", "What had to be true?"),
    ("/actions/new?source={ref}", "Add the action", "What will be done"), ("/reviews/new", "Open the review", "Title"),
]


@pytest.mark.parametrize(("path", "button", "label"), FORMS)
def test_what_was_typed_is_there_after_signing_in_again(
    browse: Browse, anna: Browser, ref: str, path: str, button: str, label: str
) -> None:
    form = anna.open(path.format(ref=ref)).form(button).fill({label: "half an hour of work"})
    anna.client.delete_cookie(anna.app.config["SESSION_COOKIE_NAME"])
    page = form.submit(button)
    assert page.h1 == "Sign in"
    page = page.form("Sign in").fill({"Mail address": "anna.kowalski@example.com", "Password": "correct horse battery"}).submit("Sign in")
    assert page.form(button).value(label) == "half an hour of work"


@pytest.mark.parametrize(("path", "button", "label"), FORMS)
def test_a_wrong_token_keeps_the_words(anna: Browser, ref: str, path: str, button: str, label: str) -> None:
    form = anna.open(path.format(ref=ref)).form(button).fill({label: "half an hour of work"}).set("csrf_token", "forged")
    page = form.submit(button)
    assert page.status in {400, 403}
    assert "half an hour of work" in page.html
