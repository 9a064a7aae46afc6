"""A cause changed where it stands in the ladder, and what happens when the answer is not a plain success."""

from __future__ import annotations

import re
from typing import Any

import pytest
from journeys import steps
from journeys.api_steps import Api
from journeys.conftest import ANNA
from journeys.desk import Desk
from playwright.sync_api import expect
from server import PASSWORD, Installation

pytestmark = pytest.mark.browser

LEAK, FLAG = "A worker leaked connections", "A flag turned the worker on"


@pytest.fixture
def ref(installation: Installation, address: str, desk_of: Any) -> str:
    """A review of its own with two causes, entered without scripts."""
    api = Api(address, installation.token(ANNA))
    moments = {"occurred": "16:58", "detected": "17:25", "restored": "18:46"}
    made = api.send("POST", "/reviews", {
        "title": "Queue stood still", "severity": 1, "zone": "UTC", "services": ["Queue"],
        **{name: {"at": f"2026-09-29T{time}:00+00:00"} for name, time in moments.items()},
    })
    found = str(made["document"]["review"]["ref"])
    anna = desk_of(ANNA, java_script_enabled=False)
    anna.open(f"/reviews/{found}/why/why/several?effect=focus")
    anna.page.locator("textarea").first.fill(f"{LEAK}\n{FLAG}")
    anna.press("Add them")
    return found


@pytest.fixture
def anna(desk_of: Any, ref: str) -> Desk:
    """At the ladder; a mark in the window tells whether the page was left since."""
    desk: Desk = desk_of(ANNA)
    desk.open(f"/reviews/{ref}/why")
    desk.page.evaluate("() => { window.stayed = true; }")
    return desk


def _link(desk: Desk, statement: str, words: str = "Change") -> Any:
    return desk.page.get_by_role("link", name=re.compile(rf"^{re.escape(words)}.*: {statement}$"))


def _open(desk: Desk, statement: str, words: str = "Change") -> Any:
    desk.click(_link(desk, statement, words))
    return desk.page.locator("form.in-place")


def _rung(desk: Desk, statement: str) -> Any:
    return desk.page.locator(".ladder li", has=desk.page.get_by_text(statement, exact=True))


def _left(desk: Desk) -> bool:
    return not desk.page.evaluate("() => Boolean(window.stayed)")


def test_changed_by_keyboard_and_the_answers_follow_in_the_same_page(anna: Desk) -> None:
    keys = anna.page.keyboard
    anna.told("Unsupported")
    _link(anna, LEAK).focus()
    keys.press("Enter")
    expect(anna.page.get_by_label("What had to be true?")).to_be_focused()
    anna.choose("On the day", "Did not happen")
    anna.page.get_by_role("button", name="Save the cause").focus()
    keys.press("Enter")
    expect(_rung(anna, LEAK)).to_be_focused()
    expect(_rung(anna, LEAK)).to_contain_text("Did not happen")
    expect(anna.page.locator("form.in-place")).to_have_count(0)
    expect(anna.page.get_by_role("button", name="Undo")).to_be_visible()
    assert not _left(anna)


def test_a_cause_is_added_below_another_and_has_focus(anna: Desk) -> None:
    _open(anna, LEAK, "Why?").get_by_label("What had to be true?").fill("No limit on connections")
    anna.press("Save the cause")
    expect(_rung(anna, "No limit on connections").last).to_be_focused()
    assert not _left(anna)


def test_the_question_of_how_causes_combine_is_answered_in_place(anna: Desk) -> None:
    ask = anna.page.locator("form.ask")
    ask.get_by_label("Yes, each was needed").check()
    anna.click(ask.get_by_role("button", name="Save answer"))
    anna.told("because both had to be true")
    expect(anna.page.locator("#focus")).to_be_focused()
    assert not _left(anna)


def test_refused_it_is_the_page_of_the_form_with_what_was_typed(anna: Desk) -> None:
    form = _open(anna, LEAK)
    form.get_by_label("What had to be true?").fill("")
    anna.box(steps.FIELDS["control"]).fill("Connection limit of the pool")
    with anna.page.expect_navigation():
        form.get_by_role("button", name="Save the cause").click()
    assert anna.complaints() != []
    expect(anna.page.locator("#problem")).to_be_focused()
    expect(anna.box(steps.FIELDS["control"])).to_have_value("Connection limit of the pool")


def test_changed_by_somebody_meanwhile_both_texts_are_shown(anna: Desk, desk_of: Any) -> None:
    form = _open(anna, LEAK)
    form.get_by_label("What had to be true?").fill("Mine: the pool ran dry")
    other = desk_of(ANNA, java_script_enabled=False)
    other.open(anna.page.url)
    other.click(_link(other, LEAK))
    other.write({"What had to be true?": "Theirs: a worker kept its connections"})
    other.press("Save the cause")
    with anna.page.expect_navigation():
        form.get_by_role("button", name="Save the cause").click()
    anna.told("Theirs: a worker kept its connections")
    anna.told("Mine: the pool ran dry")


def test_a_session_that_ended_costs_nothing_that_was_typed(anna: Desk) -> None:
    form = _open(anna, LEAK)
    form.get_by_label("What had to be true?").fill("Typed after the session had ended")
    anna.page.context.clear_cookies()
    with anna.page.expect_navigation():
        form.get_by_role("button", name="Save the cause").click()
    anna.write({"Mail address": ANNA, "Password": PASSWORD})
    anna.press("Sign in")
    expect(anna.page.get_by_label("What had to be true?")).to_have_value("Typed after the session had ended")


def test_cancel_closes_it_and_typed_words_are_never_closed_away(anna: Desk) -> None:
    link = _link(anna, LEAK)
    form = _open(anna, LEAK)
    form.get_by_role("link", name="Cancel").click()
    expect(form).to_have_count(0)
    expect(link).to_be_focused()
    _open(anna, LEAK).get_by_label("What had to be true?").fill("Half a sentence")
    _link(anna, FLAG).click()
    expect(form).to_have_count(1)
    expect(form.get_by_label("What had to be true?")).to_have_value("Half a sentence")
    assert not _left(anna)
