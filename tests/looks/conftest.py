"""Both worlds behind real sockets, and one signed-in window for each person in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from looks import worlds
from server import serving

from tests.conftest import AUDIT_KEY

#: Width and scheme; all of them with ``make test-all`` (decision 29).
SIZES = (
    [(width, scheme) for width in (1280, 768, 360) for scheme in ("light", "dark")]
    if os.environ.get("DEBRIEF_TEST_MATRIX") == "full" else [(1280, "light"), (360, "light")]
)


class Windows:
    """``page(person)``: the person's page, signed in once; ``""`` is somebody who is not signed in."""

    def __init__(self, chromium: Any, address: str, names: dict[str, str]) -> None:
        self.chromium, self.address, self.names = chromium, address, names
        self.said: list[str] = []
        self._pages: dict[str, Any] = {}

    def page(self, person: str) -> Any:
        if person not in self._pages:
            context = self.chromium.new_context(base_url=self.address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.on("console", lambda m: self.said.append(m.text) if "Security Policy" in m.text else None)
            page.on("pageerror", lambda error: self.said.append(str(error)))
            page.goto("/sign-in")
            if person:
                page.get_by_role("button", name=person).click()
                page.wait_for_url("**/")
            self._pages[person] = page
        return self._pages[person]

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()


@pytest.fixture(scope="session")
def filled(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """The demo organisation."""
    yield from _windows(chromium, tmp_path_factory.mktemp("filled"), worlds.demo, worlds.names_in_demo)


@pytest.fixture(scope="session")
def empty(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """A fresh installation."""
    yield from _windows(chromium, tmp_path_factory.mktemp("empty"), worlds.empty, worlds.names_in_empty)


def _windows(chromium: Any, home: Path, make: Any, names: Any) -> Iterator[Windows]:
    app = make(home, AUDIT_KEY)
    with ExitStack() as stack:
        windows = Windows(chromium, stack.enter_context(serving(app)), names(app))
        stack.callback(windows.close)
        yield windows
