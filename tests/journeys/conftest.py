"""One installation, one server, one Chromium for all journeys; each journey has its own incident."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from journeys.desk import Desk
from server import PASSWORD, Installation, serving

from tests.conftest import AUDIT_KEY

ANNA, MAYA = "anna@example.com", "maya@example.com"
NUMBERS = count(4_000_100, 10)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Anna facilitates and administers, Maya is the problem manager, Raj has no account."""
    made = Installation(tmp_path_factory.mktemp("journey"), AUDIT_KEY).init()
    made.add_person("Maya Lindqvist", MAYA, "problem_manager")
    made.call("user", "add", "--name", "Raj Patel", "--email", "raj@example.com")
    return made


@pytest.fixture(scope="session")
def address(installation: Installation) -> Iterator[str]:
    with serving(installation.app()) as found:
        yield found


@pytest.fixture
def number() -> int:
    """Of an incident that no other journey has."""
    return next(NUMBERS)


@pytest.fixture
def desk_of(chromium: Any, address: str) -> Iterator[Any]:
    """``desk_of(mail address)`` signs in with the password in a window of its own; no address, no signing in."""
    contexts = []
    said: list[str] = []

    def make(email: str | None = None, **more: Any) -> Desk:
        context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900}, **more)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text) if "Security Policy" in message.text else None)
        desk = Desk(page, more.get("java_script_enabled", True))
        if email:
            desk.sign_in(email, PASSWORD)
        return desk

    yield make
    for context in contexts:
        context.close()
    assert said == []
