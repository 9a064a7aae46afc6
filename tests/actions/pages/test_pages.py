"""Pages as people use them, through the page-checking client: every answer is sound HTML."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from browser import Browser
from flask import Flask

from actions.queries.action import find
from actions.service import edit_action
from kernel.db import Database
from kernel.permission import Actor, machine
from kernel.ref import RecordKind
from web.forms.filled import typed_date


class House(NamedTuple):
    """People, one source with two causes, one action of Raj's on it."""

    app: Flask
    database: Database
    anna: Actor
    raj: Actor
    maya: Actor
    source: str
    factor: str
    other: str
    ref: str

    def as_(self, who: Actor) -> Browser:
        return Browser(self.app).sign_in_as(who.person_id or 0)

    def stored(self, ref: str = "") -> Any:
        with self.database.unit_of_work(write=False) as session:
            return find(session, machine(), ref or self.ref)


@pytest.fixture
def house(app: Flask, sqlite_only: Database, acts: Any, registered: Any) -> House:
    registered.LINK[RecordKind.REVIEW] = lambda ref: f"/actions?source={ref}"  # any page that exists here
    with sqlite_only.unit_of_work() as session:
        anna, raj, maya = acts.facilitator(session), acts.owner(session), acts.problem_manager(session)
        source = acts.source(session)
        one, two = acts.factor(session, source), acts.factor(session, source, "No alert on the log volume")
        made = acts.action(session, anna, source, factors=[{"factor": one, "effect": "reduces", "probability": 0.3}])
        return House(app, sqlite_only, anna, raj, maya, source.ref, one, two, made.record.ref)


def typed(acts: Any, days: int) -> str:
    """The day so many days from now as people type it."""
    return typed_date(acts.days(days))


def test_an_action_is_written_down(house: House, acts: Any) -> None:
    page = house.as_(house.anna).open(f"/actions/new?source={house.source}&factor={house.other}")
    form = page.form("Add the action")
    assert form.value("No alert on the log volume") == "eliminates"
    page = form.fill({
        "What will be done": "Page on a log volume over 80 %", "Owner": "Raj Patel", "Due date": typed(acts, 40),
        "What it is for": "Detect it sooner", "Strength": "Detect", "How we will know": "Page within 2 min, test on 11 Dec",
        "No alert on the log volume": "Detects it", "Ticket or change": "CHG0051688",
    }).submit()
    assert page.url == f"/actions?source={house.source}"
    assert "ACT-0002 was written down." in page.text
    made = house.stored("ACT-0002")
    assert (made.record.title, made.owner_id, made.kind.value, made.strength.value, made.external_ref) == (
        "Page on a log volume over 80 %", house.raj.person_id, "detect", "detect", "CHG0051688",
    )
    assert [f.effect.value for f in made.factors] == ["detects"]


def test_errors_keep_everything_that_was_typed(house: House, acts: Any) -> None:
    form = house.as_(house.anna).open(f"/actions/new?source={house.source}").form("Add the action")
    page = form.fill({
        "Mail address": "raj", "Due date": "1 Jan 2020", "How we will know": "first\nsecond",
        "No alert on the log volume": "Reduces it",
    }).submit()
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.errors == ["Enter what will be done, starting with a verb", "Enter a mail address in the form name@example.org"]
    again = page.form("Add the action")
    assert (again.value("Mail address"), again.value("Due date"), again.value("No alert on the log volume")) == ("raj", "1 Jan 2020", "reduces")
    assert again.value("How we will know").strip() == "first\nsecond"
    page = again.fill({"What will be done": "Add", "Mail address": "raj@example.com"}).submit()
    assert page.errors == ["Enter the name of the owner"]
    page = page.form("Add the action").fill({"Name": "Raj P"}).submit()
    assert page.errors == ["Due date must be in the future"]
    page = page.form("Add the action").fill({"Due date": typed(acts, 41)}).submit()
    assert page.status == 200
    assert house.stored("ACT-0002").measure == "first\nsecond"


def test_a_double_send_makes_one_row(house: House) -> None:
    form = house.as_(house.anna).open(f"/actions/new?source={house.source}").form("Add the action")
    form.fill({"What will be done": "Add once"})
    first, second = form.submit(), form.submit()
    assert (first.status, second.status) == (200, 200)
    page = house.as_(house.anna).open("/actions?q=once")
    assert "1 shown of 2" in page.text


def test_what_a_form_does_not_show_is_not_written(house: House) -> None:
    form = house.as_(house.anna).open(f"/actions/{house.ref}/edit").form("Save")
    for name in ("state", "original_due", "due_version", "verified_by_id", "source_id"):
        form.set(name, "verified")
    form.fill({"How we will know": "Lag"}).submit()
    stored = house.stored()
    assert (stored.measure, stored.state.value, stored.due_version) == ("Lag", "proposed", 0)


def test_an_edit_that_changes_one_thing_keeps_the_rest(house: House, acts: Any) -> None:
    form = house.as_(house.anna).open(f"/actions/{house.ref}/edit").form("Save")
    page = form.fill({"Ticket or change": "https://tickets.example.com/CHG1"}).submit()
    assert "ACT-0001 was saved." in page.text
    assert page.links["https://tickets.example.com/CHG1"] == "https://tickets.example.com/CHG1"
    stored = house.stored()
    assert [(f.effect.value, f.probability) for f in stored.factors] == [("reduces", 0.3)]
    assert (stored.due, stored.owner_id) == (acts.days(30), house.raj.person_id)
    page = page.click("Edit").form("Save").fill({"Statement logging": "Eliminates it", "Ticket or change": ""}).submit()
    stored = house.stored()
    assert [(f.effect.value, f.probability) for f in stored.factors] == [("eliminates", None)]
    assert stored.external_ref is None
    page.click("Edit").form("Save").fill({"Statement logging": "Does not act on it"}).submit()
    assert house.stored().factors == []


def test_a_script_in_a_ticket_is_no_link(house: House) -> None:
    form = house.as_(house.anna).open(f"/actions/{house.ref}/edit").form("Save")
    page = form.fill({"Ticket or change": "javascript:alert(1)"}).submit()
    assert "javascript:alert(1)" in page.text
    assert "javascript:alert(1)" not in page.links.values()


def test_a_new_owner_by_name_while_the_list_still_shows_the_old_one(house: House) -> None:
    form = house.as_(house.anna).open(f"/actions/{house.ref}/edit").form("Save")
    page = form.fill({"Name": "Ewa Zielińska", "Mail address": "ewa@example.com"}).submit()
    assert "Owner Ewa Zielińska" in page.text


def test_two_editors_see_both_texts_and_nothing_is_lost(house: House) -> None:
    form = house.as_(house.anna).open(f"/actions/{house.ref}/edit").form("Save")
    with house.database.unit_of_work() as session:
        edit_action(session, house.maya, house.ref, 1, {"measure": "Lag > 60 s by 11 Dec"})
    page = form.fill({"How we will know": "Lag < 5 s", "Owner": "Maya Lindqvist"}).submit()
    assert page.status == 409
    assert page.h1 == "Maya Lindqvist changed ACT-0001 while you were editing"
    for text in ("Lag > 60 s by 11 Dec", "Lag < 5 s", "Raj Patel", "Maya Lindqvist"):
        assert text in page.text
    assert house.stored().measure == "Lag > 60 s by 11 Dec"
    again = page.form("Save mine")
    assert again.value("How we will know").strip() == "Lag < 5 s"
    page = again.submit()
    assert page.status == 200
    assert (house.stored().measure, house.stored().owner_id) == ("Lag < 5 s", house.maya.person_id)


def test_the_owner_reports_and_somebody_else_checks(house: House) -> None:
    raj = house.as_(house.raj)
    page = raj.open(f"/actions/{house.ref}")
    assert "not accepted yet" in page.text
    page = page.click("Accept").form("Accept").submit()
    assert "ACT-0001: To do." in page.text
    page = page.click("Report done").form("Report done").submit()
    assert page.status == 422
    assert page.errors == ["Say what was done and where it can be seen."]
    page = page.form("Report done").fill({"What was done": "CHG0051688\ntested on Monday"}).submit()
    assert "ACT-0001: Done." in page.text
    assert "Check it" not in page.links
    maya = house.as_(house.maya)
    page = maya.open("/my-actions").click("Add an alert on replica lag").click("Check it")
    assert "tested on Monday" in page.text
    page = page.form("Confirm that it was done").submit()
    assert "ACT-0001: Checked." in page.text
    assert "Maya Lindqvist checked it" in page.text
    assert "by Maya Lindqvist" in page.text


def test_nobody_checks_their_own(house: House) -> None:
    with house.database.unit_of_work() as session:
        edit_action(session, house.anna, house.ref, 1, {"owner": house.maya.person_id})
    maya = house.as_(house.maya)
    page = maya.open(f"/actions/{house.ref}/claim-done").form("Report done").fill({"What was done": "CHG"}).submit()
    assert "Check it" not in page.links
    assert "Somebody other than the owner has to check this action." in page.text
    page = maya.open(f"/actions/{house.ref}/verify").form("Confirm that it was done").submit()
    assert page.status == 409
    assert "Somebody other than the owner has to check this action." in page.text


def test_an_action_without_owner_says_where_to_name_one(house: House) -> None:
    with house.database.unit_of_work() as session:
        edit_action(session, house.anna, house.ref, 1, {"owner": None})
    page = house.as_(house.maya).open(f"/actions/{house.ref}/accept").form("Accept").submit()
    assert page.status == 409
    page = page.click("Name one person who owns this action.")
    assert page.url == f"/actions/{house.ref}/edit#owner"
    assert page.by_id("owner") is not None


@pytest.mark.parametrize(
    ("step", "button", "fields", "message"),
    [
        ("cancel", "Cancel the action", {"Why": "not needed"}, "Enter a reason."),
        ("refuse", "Refuse", {"Why": "not ours"}, "Enter a reason."),
        ("accept-risk", "Accept the risk", {"Why": "cost", "Accepted until": "IN TIME"}, "Enter a reason."),
        ("supersede", "Replace by another action", {"Replaced by": "ACT-0002"}, "Name the action that replaces this one."),
    ],
)
def test_decisions(house: House, acts: Any, step: str, button: str, fields: dict[str, str], message: str) -> None:
    with house.database.unit_of_work() as session:
        acts.action(session, title="Add the next one")
    maya = house.as_(house.maya)
    page = maya.open(f"/actions/{house.ref}").click(button)
    page = page.form(button).submit()
    assert page.status == 422
    assert page.errors[0] == message
    page = page.form(button).fill({k: typed(acts, 45) if v == "IN TIME" else v for k, v in fields.items()}).submit()
    assert page.status == 200
    assert page.url == f"/actions/{house.ref}"


def test_the_date_moves_and_the_first_stays(house: House, acts: Any) -> None:
    page = house.as_(house.raj).open(f"/actions/{house.ref}").click("Move the date")
    page = page.form("Move the date").fill({"New due date": "soon"}).submit()
    assert page.errors == ["Enter the date like 4 Dec 2026", "Enter why you need more time"]
    page = page.form("Move the date").fill({"New due date": typed(acts, 42), "Why": "the team is away"}).submit()
    assert "First due" in page.text
    assert "the team is away" in page.text
    assert house.stored().original_due == acts.days(30)


def test_two_movers_get_the_conflict_page(house: House, acts: Any) -> None:
    raj = house.as_(house.raj)
    first = raj.open(f"/actions/{house.ref}/move-date").form("Move the date").fill({"New due date": typed(acts, 43), "Why": "a"})
    second = raj.open(f"/actions/{house.ref}/move-date").form("Move the date").fill({"New due date": typed(acts, 44), "Why": "b"})
    assert first.submit().status == 200
    page = second.submit()
    assert page.status == 409
    assert acts.days(43).isoformat() in page.text
    assert page.form("Keep mine").submit("Keep mine").status == 200


def test_the_register(house: House, acts: Any) -> None:
    with house.database.unit_of_work() as session:
        acts.set_due(session, acts.action(session, title="Remove it"), acts.days(-14))
    browser = house.as_(house.raj)
    page = browser.open("/actions")
    assert "2 shown of 2" in page.text
    assert "10 working days late" in page.text
    page = page.form("Filter").fill({"Due": "Late only"}).submit()
    assert "1 shown of 2" in page.text
    assert "No action fits this filter." in browser.open("/actions?q=zebra").text
    assert browser.open("/actions?owner=nonsense&state=x&late=perhaps&page=-3").status == 200


def test_empty_pages(app: Flask, sqlite_only: Database, acts: Any) -> None:
    with sqlite_only.unit_of_work() as session:
        anna = acts.facilitator(session)
    browser = Browser(app).sign_in_as(anna.person_id)
    assert "No actions yet." in browser.open("/actions").text
    assert "Nothing waiting for you." in browser.open("/my-actions").text


def test_pages_of_fifty(house: House, acts: Any) -> None:
    with house.database.unit_of_work() as session:
        source = acts.source(session)
        for _ in range(55):
            acts.action(session, of=source)
    page = house.as_(house.anna).open("/actions")
    assert "1 to 50 of 56 actions" in page.text
    assert "51 to 56 of 56 actions" in page.click("Next").text


def test_restricted_is_absent_and_its_owner_sees_only_the_action(house: House, acts: Any) -> None:
    with house.database.unit_of_work() as session:
        hidden = acts.restricted(session, house.anna)
        statement = "The secret cause"
        factor = acts.factor(session, hidden, statement)
        mine = acts.action(session, house.anna, hidden, title="Change the lock",
                           factors=[{"factor": factor, "effect": "eliminates", "probability": None}]).record.ref
        hidden_ref = hidden.ref
    outsider = house.as_(house.maya)
    absent = outsider.open("/actions/ACT-9999")
    for url in (f"/actions/{mine}", f"/actions/{mine}/edit", f"/actions/{mine}/accept", f"/actions/{mine}/move-date"):
        page = outsider.open(url)
        assert (page.status, page.h1, page.text) == (404, absent.h1, absent.text), url
    assert outsider.open(f"/actions/new?source={hidden_ref}").status == 404
    for url in ("/actions?state=all", "/my-actions", "/actions?q=lock"):
        assert "Change the lock" not in outsider.open(url).text
    owner = house.as_(house.raj)
    for url in (f"/actions/{mine}", "/actions", "/my-actions", f"/actions/{mine}/claim-done"):
        page = owner.open(url)
        assert "Change the lock" in page.text, url
        for secret in (hidden_ref, statement, factor):
            assert secret not in page.html, (url, secret)
    assert "Restricted" in owner.open(f"/actions/{mine}").text
    assert "not open to you" in owner.open(f"/actions/{mine}").text


def test_what_is_not_allowed(house: House, acts: Any) -> None:
    with house.database.unit_of_work() as session:
        vera = acts.viewer(session)
    browser = house.as_(vera)
    page = browser.open(f"/actions/{house.ref}")
    assert not {"Accept", "Edit", "Move the date", "Cancel the action"} & set(page.links)
    assert browser.open(f"/actions/{house.ref}/edit").status == 403
    assert browser.open(f"/actions/{house.ref}/verify").status == 403
    assert browser.open(f"/actions/new?source={house.source}").status == 403
    assert browser.open(f"/actions/{house.ref}/explode").status == 404
    assert browser.open(f"/actions/{house.ref}/claim_done").status == 404
    assert browser.open("/actions/new").status == 404
    assert browser.post(f"/actions/{house.ref}/accept", {}).status == 400  # no CSRF token


def test_a_finished_action_cannot_be_edited(house: House) -> None:
    maya = house.as_(house.maya)
    maya.open(f"/actions/{house.ref}/cancel").form("Cancel the action").fill({"Why": "no"}).submit()
    page = maya.open(f"/actions/{house.ref}/edit")
    assert page.status == 409
    assert "What was agreed stays as it is." in page.text
    assert maya.open(f"/actions/{house.ref}/move-date").url == f"/actions/{house.ref}"
