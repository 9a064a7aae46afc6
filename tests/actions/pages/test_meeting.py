"""The action meeting by the browser, without a script: six kinds of decisions, the minutes, and the letters."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from browser import Browser, Page
from flask import Flask

from actions.models import Action, Meeting
from actions.queries.action import find
from actions.rules.lifecycle import ActionState
from actions.service.minutes import KIND, render
from kernel.db import Database
from kernel.outbox import Message
from kernel.permission import Actor, machine

S = ActionState


class House(NamedTuple):
    app: Flask
    database: Database
    maya: Actor
    raj: Actor
    refs: dict[str, str]

    def as_(self, who: Actor) -> Browser:
        return Browser(self.app).sign_in_as(who.person_id or 0)

    def stored(self, title: str) -> Action:
        with self.database.unit_of_work(write=False) as session:
            return find(session, machine(), self.refs[title])

    def letters(self) -> dict[str, str]:
        """Name of the recipient → subject and text of the message."""
        from organisation.models import Person

        with self.database.unit_of_work(write=False) as session:
            names = dict(session.execute(sa.select(Person.id, Person.name)).all())
            found = {names[m.recipient_id or 0]: render(session, m) for m in session.scalars(sa.select(Message).where(Message.kind == KIND))}
        return {name: f"{letter.subject}\n{letter.text}" for name, letter in found.items() if letter}


@pytest.fixture
def house(app: Flask, sqlite_only: Database, acts: Any) -> House:
    """Actions that need a decision: three late ones, a claim, one that was brought in, one more late one."""
    with sqlite_only.unit_of_work() as session:
        maya, raj, source = acts.problem_manager(session), acts.owner(session), acts.source(session)
        acts.facilitator(session)
        made = {title: acts.set_due(session, acts.action(session, of=source, title=title), acts.days(-days))
                for title, days in (("Add a brake", 50), ("Add an alert", 40), ("Add a limit", 30), ("Add a test", 20))}
        made["Add a claim"] = acts.claimed(session, of=source, title="Add a claim")
        made["Add what came"] = acts.action(session, of=source, title="Add what came")
        made["Add what came"].unconfirmed = True
        return House(app, sqlite_only, maya, raj, {title: action.record.ref for title, action in made.items()})


def choose(page: Page, decision: str, **typed: str) -> Page:
    """Decide about the action on the page; labels of the form with their underlines as blanks."""
    form = page.form("Decide")
    return form.fill({"Decision": decision, **{k.replace("_", " "): v for k, v in typed.items()}}).submit("Decide")


WHY = "Why, or what is missing"


def test_a_whole_meeting(house: House, acts: Any) -> None:
    browser = house.as_(house.maya)
    page = browser.open("/actions").click("Meetings").click("Hold a meeting")
    assert page.h1 == "Action meeting"
    assert "Overdue" in page.text
    page = page.form("Start the meeting").submit("Start the meeting")
    assert page.h1 == "Add what came"  # what was brought in comes before what is late
    page = choose(page, "Confirm it as it is")
    assert page.h1 == "Add a brake"
    new = acts.days(40)
    page = choose(page, "Give it a new date", **{"Date": f"{new:%-d %b %Y}", WHY: "Change freeze"})
    assert page.h1 == "Add an alert"
    page = choose(page, "Give it to somebody else", Owner="Anna Kowalski")
    assert page.h1 == "Add a limit"
    page = choose(page, "Cancel it", **{WHY: "Not worth it any more"})
    page = choose(page, "Accept the risk", **{"Date": f"{acts.days(90):%-d %b %Y}", WHY: "Small"})
    assert page.h1 == "Add a claim"
    page = choose(page, "Send it back", **{WHY: "The result of the test"})
    assert page.h1 == "Everything is decided"
    page = page.click("Close the meeting")
    page = page.form("Close the meeting").fill({"Who was there": ["Raj Patel", "Maya Lindqvist"]}).submit("Close the meeting")
    assert page.h1.startswith("Action meeting of ")
    for words in (
        "Confirmed as it was brought in", f"New date: {new:%-d %b %Y}, was", "“Change freeze”", "New owner: Anna Kowalski, was Raj Patel", "Cancelled",
        f"The risk is accepted until {acts.days(90):%-d %b %Y}", "Sent back to its owner", "“The result of the test”", "Maya Lindqvist, Raj Patel", "6 decisions",
    ):
        assert words in page.text
    assert not house.stored("Add what came").unconfirmed
    brake = house.stored("Add a brake")
    assert (brake.due, len(brake.moves)) == (new, 1)
    assert brake.original_due != new
    states = {title: house.stored(title).state for title in ("Add a limit", "Add a test", "Add a claim")}
    assert states == {"Add a limit": S.CANCELLED, "Add a test": S.RISK_ACCEPTED, "Add a claim": S.IN_PROGRESS}
    letters = house.letters()
    assert set(letters) == {"Maya Lindqvist", "Raj Patel", "Anna Kowalski"}
    assert all(ref in letters["Raj Patel"] for ref in house.refs.values())
    assert [ref for ref in house.refs.values() if ref in letters["Anna Kowalski"]] == [house.refs["Add an alert"]]
    assert "Change freeze" not in "".join(letters.values())
    assert page.click("All meetings").text.count("closed") == 1


def started(house: House) -> Page:
    return house.as_(house.maya).open("/actions/meeting").form("Start the meeting").submit("Start the meeting")


def test_a_jump_to_the_middle_goes_on_from_there(house: House) -> None:
    page = started(house).click("Add an alert")
    assert choose(page, "Leave it as it is", **{WHY: "Waits for the supplier"}).h1 == "Add a limit"


def test_coming_back_to_it_later(house: House) -> None:
    page = started(house).click("Come back to it later")
    assert page.h1 == "Add a brake"
    assert page.click("Add what came").h1 == "Add what came"


def test_what_was_decided_can_be_decided_again(house: House) -> None:
    page = started(house).click("Add a brake")
    choose(page, "Leave it as it is", **{WHY: "Nobody knew"})
    page = house.as_(house.maya).open(f"/actions/meeting?at={house.refs['Add a brake']}")
    assert "decided before" in page.text
    page = choose(page, "Cancel it", **{WHY: "Now we know"})
    assert page.h1 == "Add what came"


def test_what_was_typed_is_kept_when_something_is_missing(house: House) -> None:
    page = choose(started(house).click("Add a brake"), "Accept the risk", **{WHY: "Small"})
    assert (page.status, page.h1, page.errors) == (422, "Add a brake", ["Enter the date"])
    assert page.form("Decide").value(WHY) == "Small"
    page = house.as_(house.maya).open("/actions/meeting").form("Decide").submit("Decide")
    assert (page.status, page.errors) == (422, ["Select what was decided"])


def test_two_people_decide_about_one_action(house: House) -> None:
    mine = started(house).click("Add a brake")
    theirs = house.as_(house.maya).open(f"/actions/meeting?at={house.refs['Add a brake']}")
    choose(theirs, "Give it to somebody else", Owner="Anna Kowalski")
    page = choose(mine, "Cancel it", **{WHY: "Not worth it"})
    assert page.status == 409
    assert house.stored("Add a brake").state is S.PROPOSED


def test_a_meeting_that_was_closed_meanwhile_decides_nothing(house: House) -> None:
    page = started(house)
    other = house.as_(house.maya).open("/actions/meeting/close")
    other.form("Close the meeting").submit("Close the meeting")
    page = choose(page, "Leave it as it is", **{WHY: "x"})
    assert (page.status, "No meeting is open" in page.text) == (409, True)
    assert house.as_(house.maya).open("/actions/meeting/close").url == "/actions/meeting"


def test_only_what_one_may_do_is_offered(house: House, acts: Any) -> None:
    started(house)
    with house.database.unit_of_work(write=False) as session:
        anna = acts.facilitator(session)
    page = house.as_(anna).open(f"/actions/meeting?at={house.refs['Add a brake']}")
    assert "Accept the risk" not in page.text
    assert house.as_(house.raj).open("/actions/meeting").status == 403


def test_minutes_are_for_everybody_and_hide_what_is_restricted(house: House, acts: Any) -> None:
    with house.database.unit_of_work() as session:
        bea = acts.facilitator(session, "Bea Inside")
        secret = acts.set_due(session, acts.action(session, bea, acts.restricted(session, bea), title="Zanzibar"), acts.days(-5)).record.ref
    started(house)
    page = house.as_(bea).open(f"/actions/meeting?at={secret}")
    choose(page, "Cancel it", **{WHY: "Zanzibar is over"})
    assert house.as_(house.maya).open(f"/actions/meeting?at={secret}").status == 404
    with house.database.unit_of_work(write=False) as session:
        number = session.scalars(sa.select(Meeting.id)).one()
    assert "Zanzibar is over" in house.as_(bea).open(f"/actions/meetings/{number}").text
    for who in (house.maya, house.raj.__class__(house.raj.person_id, "", frozenset(), "form")):
        text = house.as_(who).open(f"/actions/meetings/{number}").text
        assert ("Zanzibar" in text) is (who.person_id == house.raj.person_id)  # he owns it
    assert house.as_(house.maya).open("/actions/meetings/99").status == 404


def test_nothing_to_decide(house: House) -> None:
    with house.database.unit_of_work() as session:
        from kernel import audit

        session.execute(sa.update(Action).values(state=S.CANCELLED, unconfirmed=False))
        audit.note(session, machine("test"), "end all")
    assert "Nothing waits for a decision." in house.as_(house.maya).open("/actions/meeting").text
    page = started(house)
    assert page.h1 == "Nothing waits for a decision"
    assert page.click("Close the meeting").form("Close the meeting").submit("Close the meeting").status == 200
    assert house.letters() == {}
