"""The key parts of the journey with the keyboard alone: focus is seen at every step and never lost."""

from __future__ import annotations

from typing import Any

import pytest
from journeys import outage as told
from journeys.conftest import ANNA
from journeys.keys import Keys
from journeys.outage import fresh
from playwright.sync_api import expect
from server import PASSWORD

pytestmark = pytest.mark.browser


def test_from_signing_in_to_submitting(desk_of: Any, number: int) -> None:
    outage = fresh(number)
    page = desk_of().page
    keys = Keys(page)
    page.goto("/sign-in")
    _skip_to_content(keys)
    keys.fill("Mail address", ANNA)
    keys.fill("Password", PASSWORD)
    keys.enter()
    keys.press("Reviews")
    keys.press("New review")
    _be_refused_and_mend(keys)
    keys.fill("Impact started: date", f"{outage.at(-11).day} {outage.at(-11):%b %Y}")
    keys.fill("Impact started: time", f"{outage.at(-11):%H:%M}")
    keys.press("Open the review")
    assert "/reviews/PIR-" in page.url
    _paste(keys, outage)
    keys.press("Why")
    keys.press("Add the first cause")
    keys.fill("What had to be true?", told.STOPPED)
    keys.press("Save the cause")
    expect(page.locator(".ladder")).to_contain_text(told.STOPPED)
    keys.press(page.url.split("/")[4])
    keys.press("Agree corrective actions")
    _act(keys)
    keys.press("Check and submit")
    keys.press("Submit for approval")
    expect(page.locator("main")).to_contain_text("Submitted for approval.")
    assert keys.seen > 100


def _skip_to_content(keys: Keys) -> None:
    """The first Tab shows the skip link; it jumps past the masthead."""
    first = keys.tab()
    assert first["name"] == "Skip to content"
    keys.page.keyboard.press("Enter")
    expect(keys.page.locator("#main")).to_be_focused()
    assert keys.tab()["name"] == "Mail address"
    keys.tab(back=True)


def _be_refused_and_mend(keys: Keys) -> None:
    """Enter in an empty form: the summary has focus, its first link leads into the box."""
    page = keys.page
    keys.to("Title")
    keys.enter()
    expect(page.locator("#problem")).to_be_focused()
    assert keys.tab()["name"] == "Enter a title"
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    keys.type("Checkout down, told by keyboard")
    keys.tab()
    page.keyboard.press("Space")
    assert page.get_by_role("radio", name="P1").is_checked()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("radio", name="P2").is_checked()
    page.keyboard.press("ArrowUp")


def _paste(keys: Keys, outage: told.Outage) -> None:
    keys.press("Bring in the chat and the tickets")
    keys.fill("Chat or ticket", outage.pasted())
    keys.press("Show what was understood")
    keys.press(f"Add {len(told.LINES)} entries")
    expect(keys.page.locator("main")).to_contain_text(told.LINES[4][1])


def _act(keys: Keys) -> None:
    deed = told.ACTIONS[0]
    keys.press("Add an action")
    keys.fill("What will be done", deed.title)
    keys.to("Owner")
    keys.page.keyboard.type("Raj")
    keys.press("Add the action")
    expect(keys.page.locator("main")).to_contain_text(deed.title)


def test_a_page_without_scripts_keeps_focus_too(desk_of: Any) -> None:
    page = desk_of(ANNA, java_script_enabled=False).page
    page.goto("/reviews/new")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to content"
    page.get_by_label("Title").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_be_focused()
