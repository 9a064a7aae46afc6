"""Every macro in a real Chromium: axe-core finds nothing, the page never scrolls sideways, focus goes where it should."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import audit, overflow
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
#: Width and scheme. All of them with ``make test-all`` (decision 29).
FULL = [(width, scheme) for width in (360, 768, 1280) for scheme in ("light", "dark")]
MATRIX = FULL if os.environ.get("DEBRIEF_TEST_MATRIX") == "full" else [(1280, "light"), (360, "dark")]
PLACES = ("/", "/record", "/register?page=2", "/new", "/note", "/confirm", "/error/404")


@pytest.fixture
def open_page(chromium: Browser, served: str) -> Iterator[Any]:
    """Makes a signed-in page of a width and colour scheme; what the console says against the CSP fails the test."""
    contexts = []
    said: list[str] = []

    def make(width: int = 1280, scheme: str = "light", **more: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=served, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto("/sign-in")
        page.get_by_role("button", name="Sign in").click()
        return page

    yield make
    for context in contexts:
        context.close()
    assert said == []


def photograph(page: Page, name: str) -> None:
    """Pictures to look at, only when DEBRIEF_SHOTS names a folder."""
    folder = os.environ.get("DEBRIEF_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "scheme"), MATRIX)
def test_axe_finds_nothing(open_page: Any, width: int, scheme: str) -> None:
    page = open_page(width, scheme)
    found = []
    for place in PLACES:
        page.goto(place)
        photograph(page, f"{place.strip('/').split('?')[0].replace('/', '-') or 'home'}-{width}-{scheme}")
        found += [f"{place}: {line}" for line in audit(page)]
        if overflow(page):
            found.append(f"{place}: {overflow(page)} px too wide")
    for name, act in STATES.items():
        act(page)
        photograph(page, f"{name}-{width}-{scheme}")
        found += [f"{name}: {line}" for line in audit(page)]
        if overflow(page):
            found.append(f"{name}: {overflow(page)} px too wide")
    page.goto("/")
    page.context.clear_cookies()
    page.goto("/sign-in")
    photograph(page, f"sign-in-{width}-{scheme}")
    found += [f"sign-in: {line}" for line in audit(page)]
    assert found == []


def _errors(page: Page) -> None:
    page.goto("/new")
    page.get_by_label("Title").fill("x" * 121)
    page.get_by_label("Impact started: time").fill("25:99")
    page.get_by_label("What").first.fill("Customers")
    page.get_by_role("button", name="Open the review").click()


def _conflict(page: Page) -> None:
    page.goto("/note")
    page.get_by_label("Note").fill("The volume was full.\n\nAnna saw it first.")
    page.get_by_role("button", name="Save the note").click()


STATES = {"errors": _errors, "conflict": _conflict}


def test_a_broken_page_fails(open_page: Any) -> None:
    """Without this the tests above could be green because axe never ran."""
    page = open_page(1280)
    page.goto("/broken-page")
    rules = {line.split(" ", 1)[0] for line in audit(page)}
    assert {"label", "color-contrast", "target-size"} <= rules


def test_the_summary_has_focus_and_its_links_land_on_the_input(open_page: Any) -> None:
    page = open_page(1280)
    _errors(page)
    expect(page.locator("#problem")).to_be_focused()
    page.get_by_role("link", name="Title must be 120 characters or fewer").click()
    assert page.evaluate("location.hash") == "#title"
    page.keyboard.type("!")
    assert page.get_by_label("Title").input_value() in {"x" * 121 + "!", "!" + "x" * 121}


def test_without_scripts_the_summary_has_focus_too(open_page: Any) -> None:
    page = open_page(1280, java_script_enabled=False)
    _errors(page)
    expect(page.locator("#problem")).to_be_focused()


def test_the_button_rests_after_sending_and_its_form_can_be_sent_again_after_back(open_page: Any) -> None:
    page = open_page(1280)
    page.goto("/note")
    send = "() => document.querySelector('main form').dispatchEvent(new Event('submit', {bubbles: true, cancelable: true}))"
    button = page.get_by_role("button", name="Save the note")
    assert page.evaluate(send) is True
    page.wait_for_function("() => document.querySelector('main button[type=submit]').disabled")
    assert page.evaluate(send) is False, "the second press was not stopped"
    page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    assert button.is_enabled()


def test_the_theme_is_kept(open_page: Any) -> None:
    page = open_page(1280, "light")
    page.get_by_role("button", name="Light or dark").click()
    page.goto("/record")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 24, 29)"
