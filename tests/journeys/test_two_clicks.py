"""Closure in two clicks: from the mail that the scheduler sent, on a phone, without a session (issue of verified closure)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from axe import audit
from journeys.api_steps import Api, open_review
from journeys.conftest import ANNA, NUMBERS
from journeys.outage import fresh
from playwright.sync_api import expect
from server import Installation

from kernel.delivery.mailbox import folder_of, newest

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 780}


@pytest.fixture(scope="module")
def letter(installation: Installation, address: str) -> tuple[str, str, Api]:
    """The action's reference, and the HTML of the mail that Raj got on the day it was due."""
    api = Api(address, installation.token(ANNA))
    ref = open_review(api, fresh(next(NUMBERS), "Checkout down, to be answered from a mail"))
    raj = next(p["id"] for p in api.send("GET", "/people") if p["name"] == "Raj Patel")
    day = datetime.now(UTC).date() + timedelta(days=1)
    day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
    made = api.send("POST", "/actions", {
        "source": ref, "title": "Refuse full statement logging in change templates", "owner": raj, "due": day.isoformat(),
        "expected_evidence": "CHG0051688",
    })
    moment = datetime.combine(day, time(12), UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEBRIEF_DEMO", "1")
        installation.run("scheduler", "--once", "--at", moment.isoformat())
    mails = [mail for _, mail in newest(folder_of(installation.home), 20) if mail["To"] and "raj@" in mail["To"] and made["ref"] in mail["Subject"]]
    assert len(mails) == 1, "one mail a day"
    return made["ref"], mails[0].get_body(("html",)).get_content(), api


def test_two_clicks(letter: tuple[str, str, Api], chromium: Any, address: str, tmp_path: Any) -> None:
    ref, html, api = letter
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.set_content(re.sub(r"http://[^/\"]+/", f"{address}/", html))
    assert context.cookies() == []
    with page.expect_navigation():
        page.get_by_role("link", name="Done", exact=True).click()  # the first click
    assert page.locator("h1").inner_text() == "Refuse full statement logging in change templates"
    assert page.get_by_label("Evidence").input_value() == "CHG0051688"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert audit(page) == []
    page.screenshot(path=str(tmp_path / "asked.png"), full_page=True)
    assert api.send("GET", f"/actions/{ref}")["state"] == "proposed", "looking changed nothing"
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm: done").click()  # the second
    expect(page.locator("h1")).to_have_text("You reported it done.")
    assert audit(page) == []
    page.screenshot(path=str(tmp_path / "given.png"), full_page=True)
    shown = api.send("GET", f"/actions/{ref}")
    assert (shown["state"], shown["claim"]) == ("done", "CHG0051688")
    with page.expect_navigation():
        page.get_by_role("button", name="Undo my answer").click()
    assert api.send("GET", f"/actions/{ref}")["state"] == "proposed"
    context.close()


def test_what_an_answer_asks_for_shows_with_it(letter: tuple[str, str, Api], chromium: Any, address: str) -> None:
    """Another answer than the one in the link, by keyboard, with its own fields; without scripts as well."""
    _, html, _ = letter
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    link = re.search(r'href="http://[^/"]+(/answer\?key=[^"]+a=done)"', html)
    assert link
    page.goto(address + link[1].replace("&amp;", "&"))
    expect(page.get_by_label("Evidence")).to_be_visible()
    expect(page.get_by_label("New due date")).to_be_hidden()
    page.get_by_role("radio", name="Need more time").check()
    expect(page.get_by_label("Evidence")).to_be_hidden()
    page.get_by_label("New due date").fill("1 Jan 2020")
    page.get_by_label("Why you need more time").fill("The vendor is late")
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm: more time").click()
    assert page.title().startswith("Error: ")
    assert page.get_by_label("Why you need more time").input_value() == "The vendor is late"
    context.close()
