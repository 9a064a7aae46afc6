"""Form R: quick to fill, nothing typed is ever lost, one review however often it is sent."""

from __future__ import annotations

import pytest
from browser import Browser

LEAST = {"Title": "Checkout down", "Severity": "P1", "Impact started: date": "20 Nov 2026", "Impact started: time": "1403"}


def test_title_severity_and_one_time_open_a_review(anna):
    page = anna.open("/reviews/new").form("Open the review").fill(LEAST).submit("Open the review")
    assert (page.status, page.url, page.h1) == (200, "/reviews/PIR-2026-0001", "Checkout down")
    assert "PIR-2026-0001 is open" in page.text
    assert "Fri 20 Nov 2026, 14:03 GMT" in page.text
    assert "Starts when the time Restored is known" in page.text


def test_everything_at_once(anna):
    form = anna.open("/reviews/new").form("Open the review")
    form.fill({**LEAST, "Restored: time": "15:21", "Mitigated: date": "20 Nov 2026", "Mitigated: time": "15:06", "Mitigated": "About",
               "Incident reference": "inc0012345", "Service 1": "Checkout", "Scribe: name": "Jonas Weber",
               "Scribe: mail address": "jonas@example.com", "Session: date": "23 Nov 2026", "Session: time": "13:00", "Classification": "Confidential"})
    form.data.setlist("services", ["Checkout", "Card payments", ""])
    page = form.submit("Open the review")
    assert page.errors == []
    assert "Card payments, Checkout" in page.text and "Jonas Weber" in page.text and "INC0012345" in page.text
    assert "planned 23 Nov 13:00" in page.text and "Mon 23 Nov, 15:21 · 72 h from restored" in page.text
    assert "6 h" in page.text  # 09:12 to 15:21
    assert page.html.count("Confidential") >= 2


def test_what_is_missing_is_said_in_the_words_of_the_form(anna):
    page = anna.open("/reviews/new").form("Open the review").submit("Open the review")
    assert page.status == 422
    assert page.errors == ["Enter a title", "Select the severity", "Enter at least one time, for example when the impact started"]


def test_errors_keep_every_value(anna, counted):
    before = counted()
    typed = {"Title": "Checkout <b>down</b>", "Severity": "P2", "Impact started: date": "20 Nov 2026", "Impact started: time": "14:03",
             "Impact started": "About", "Detected: date": "yesterday", "Detected: time": "14:14", "Service 1": "Brand new",
             "Facilitator: name": "Jonas", "Facilitator: mail address": "not-a-mail", "Session: date": "1 Jan 2020", "Session: time": "13:00"}
    page = anna.open("/reviews/new").form("Open the review").fill(typed).submit("Open the review")
    assert page.status == 422
    form = page.form("Open the review")
    for label in ("Title", "Impact started: date", "Impact started: time", "Detected: date", "Detected: time", "Service 1",
                  "Facilitator: name", "Facilitator: mail address", "Session: date", "Session: time"):
        assert form.value(label) == typed[label], label
    assert form.data["severity"] == "2" and form.data["occurred-precision"] == "about"
    assert counted() == before  # no person, no service, no incident was left behind


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"Restored: date": "20 Nov 2026", "Restored: time": "13:21"}, "Restored must be after Impact started (14:03, 20 Nov)"),
        ({"Restored: date": "20 Nov 2026", "Restored: time": "25:99"}, "25:99 is not a time. Use 00:00 to 23:59"),
        ({"Restored: date": "31 Nov 2026", "Restored: time": "14:10"}, "31 Nov 2026 is not a date. Check the day and the month"),
        ({"Restored: date": "29 Mar 2026", "Restored: time": "01:30"}, "01:30 did not exist on 29 Mar 2026; clocks went from 01:00 to 02:00."),
        ({"Restored: date": "20 Nov 2027", "Restored: time": "14:10"}, "Restored must not be in the future"),
        ({"Restored: date": "20 Nov 2026"}, "Enter the time, for example 14:03 or 1403"),
        ({"Time zone": "Europe/Londonium"}, "Select a time zone from the list"),
        ({"Incident reference": "X" * 31}, "Incident reference must be 30 characters or fewer"),
        ({"Title": "x" * 121}, "Title must be 120 characters or fewer"),
        ({"Session: date": "20 Nov 2026", "Session: time": "13:00"}, "Session must be in the future"),
    ],
)
def test_impossible_values(anna, counted, typed, said):
    before = counted()
    page = anna.open("/reviews/new").form("Open the review").fill({**LEAST, **typed}).submit("Open the review")
    assert (page.status, page.errors) == (422, [said])
    assert counted() == before


def test_the_hour_that_came_twice_is_asked_for_and_the_answer_kept(anna):
    typed = {**LEAST, "Impact started: date": "25 Oct 2026", "Impact started: time": "01:30"}
    page = anna.open("/reviews/new").form("Open the review").fill(typed).submit("Open the review")
    assert page.errors == ["01:30 happened twice on 25 Oct 2026. Was it the first (BST, UTC+1) or the second (GMT)?"]
    page = page.form("Open the review").set("occurred-which", "second").submit("Open the review")
    assert page.errors == [] and "Sun 25 Oct 2026, 01:30 GMT" in page.text


def test_control_characters_are_left_out(anna):
    page = anna.open("/reviews/new").form("Open the review").fill({**LEAST, "Title": "Check\x00out\x1b down"}).submit("Open the review")
    assert page.h1 == "Checkout down"


def test_a_double_sending_is_one_review(anna, counted):
    form = anna.open("/reviews/new").form("Open the review").fill(LEAST)
    first, second = form.submit("Open the review"), form.submit("Open the review")
    assert first.url == second.url == "/reviews/PIR-2026-0001"
    assert counted()["review"] == 1


def test_a_form_without_its_token_is_refused(anna, counted):
    page = anna.post("/reviews/new", {"title": "Checkout down", "severity": "1"})
    assert page.status == 400 and counted()["review"] == 0


def test_what_was_typed_is_there_after_signing_in_again(app, anna, team, counted):
    form = anna.open("/reviews/new").form("Open the review").fill({**LEAST, "Title": "Typed before the session ended"})
    with anna.client.session_transaction() as cookie:
        cookie["seen"] = 0  # the session has been idle for too long
    page = form.submit("Open the review")
    assert page.url.startswith("/sign-in") and counted()["review"] == 0
    with anna.client.session_transaction() as cookie:
        kept = cookie["kept_form"]
    anna.sign_in_as(team.anna.person_id)
    with anna.client.session_transaction() as cookie:
        cookie["kept_form"] = kept
    page = anna.open("/reviews/new")
    assert "Your session had ended" in page.text
    assert page.form("Open the review").value("Title") == "Typed before the session ended"
    assert page.form("Open the review").submit("Open the review").h1 == "Typed before the session ended"


def test_the_same_person_as_scribe_is_told_and_taken(anna):
    page = anna.open("/reviews/new").form("Open the review").fill({**LEAST, "Scribe": "Anna Kowalski"}).submit("Open the review")
    assert "The scribe is also the facilitator" in page.text


def test_a_second_review_of_an_incident_is_refused_on_its_field(anna, review):
    page = anna.open("/reviews/new").form("Open the review").fill({**LEAST, "Incident reference": "INC0012345"}).submit("Open the review")
    assert page.errors == ["A review for INC0012345 already exists"]


def test_a_viewer_gets_no_form(browse):
    assert browse("vera").open("/reviews/new").status == 403
    assert browse("vera").open("/reviews/paste").status == 403


def test_a_stranger_is_asked_to_sign_in(app, team):
    assert Browser(app).open("/reviews/new").url.startswith("/sign-in")
