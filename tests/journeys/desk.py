"""A person at a browser: words on the page in, nothing of its HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

#: Whether a link or button is one of web/static/in_place.js, on a page that has it.
_IN_PLACE = """(e) => Boolean(document.querySelector("script[src*=in_place]")) && (e.form ?? e).dataset.inPlace !== undefined"""


class Desk:
    """Drives one Playwright page by labels, legends and button words; works with and without JavaScript."""

    def __init__(self, page: Page, scripts: bool = True) -> None:
        self.page, self.scripts = page, scripts

    def open(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status} {self.h1}"

    @property
    def h1(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    def box(self, label: str, within: Any = None) -> Locator:
        """The control with this label; " (optional)" behind it is understood."""
        found: Locator = (within or self.page.locator("main")).get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))
        return found

    def group(self, legend: str) -> Locator:
        return self.page.get_by_role("group", name=re.compile(rf"^{re.escape(legend)}( \(optional\))?$"))

    def write(self, typed: Mapping[str, str]) -> None:
        for label, text in typed.items():
            self.box(label).fill(text)

    def choose(self, legend: str, option: str) -> None:
        """A radio or checkbox by the first words of its label."""
        self.group(legend).get_by_label(re.compile(rf"^{re.escape(option)}")).first.check()

    def moment(self, legend: str, at: Any) -> None:
        row = self.group(legend)
        row.get_by_label(f"{legend}: date").fill(f"{at.day} {at:%b %Y}")
        row.get_by_label(f"{legend}: time").fill(f"{at:%H:%M}")
        if row.get_by_label("Exact", exact=True).count():
            row.get_by_label("Exact", exact=True).check()

    def press(self, button: str) -> None:
        """A button that sends its form; waits for the answer."""
        self.click(self.page.locator("main").get_by_role("button", name=button, exact=True))
        assert not self.complaints(), self.complaints()

    def follow(self, link: str) -> None:
        self.click(self.page.get_by_role("link", name=link, exact=True).first)

    def click(self, what: Locator) -> None:
        """Press a link or button and wait for what it leads to: another page, or its form or its answer in this one."""
        if not (self.scripts and what.evaluate(_IN_PLACE)):
            with self.page.expect_navigation():
                what.click()
            return
        pressed = what.element_handle()
        what.click()
        if pressed.get_attribute("href"):
            self.page.locator("form.in-place").wait_for()
        else:
            self.page.wait_for_function("(button) => !button.isConnected", arg=pressed)

    def complaints(self) -> list[str]:
        return self.page.locator("#problem li").all_inner_texts()

    def told(self, text: str) -> None:
        """The page says so."""
        expect(self.page.locator("main")).to_contain_text(text)

    def sign_in(self, email: str, password: str) -> None:
        self.open("/sign-in")
        self.write({"Mail address": email, "Password": password})
        self.press("Sign in")

    def sign_out(self) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Sign out").click()
        assert self.h1 == "Sign in"
