"""axe-core finds nothing on any page, filled, empty and after a refusal; no page scrolls sideways at any width."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from axe import audit, overflow
from looks.conftest import SIZES, Windows
from looks.rows import ANNA, EMPTY, FILLED, NO_PAGE, WRONG, Wrong
from playwright.sync_api import expect
from server import Installation

from tests.conftest import AUDIT_KEY

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("DEBRIEF_SHOTS", "")
ADDRESSES = [(row, ANNA) if isinstance(row, str) else row for rows in FILLED.values() for row in rows]


def faults(page: Any, name: str) -> list[str]:
    """What is wrong with the page as it stands, at every size. Where DEBRIEF_SHOTS names a folder, pictures of it instead."""
    found: list[str] = []
    for width, scheme in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if SHOTS:
            _photograph(page, f"{name}-{width}-{scheme}")
            continue
        found += [f"{width} {scheme}: {line}" for line in audit(page)]
        if overflow(page):
            found.append(f"{width} {scheme}: {overflow(page)} px too wide")
    return found


def _photograph(page: Any, name: str) -> None:
    Path(SHOTS).mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=f"{SHOTS}/{re.sub(r'[^A-Za-z0-9-]+', '_', name)}.png", full_page=True)


def test_every_route_has_a_row(tmp_path: Path) -> None:
    app = Installation(tmp_path, AUDIT_KEY).init().app()
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/")}
    app.extensions["debrief"].database.dispose()
    assert routes - set(NO_PAGE) - set(FILLED) == set(), "a new page: give it a row in rows.py"
    assert set(FILLED) - routes == set(), "rows of pages that are gone"


@pytest.mark.parametrize(("path", "who"), ADDRESSES)
def test_filled(filled: Windows, path: str, who: str) -> None:
    page = filled.page(who)
    answer = page.goto(path.format(**filled.names))
    assert answer.status == 200, page.locator("h1").inner_text()
    assert faults(page, f"filled {path}") == []
    assert filled.said == []


@pytest.mark.parametrize("path", EMPTY)
def test_empty(empty: Windows, path: str) -> None:
    page = empty.page("Grace Okafor")
    answer = page.goto(path.format(**empty.names))
    assert answer.status == 200, page.locator("h1").inner_text()
    assert faults(page, f"empty {path}") == []
    assert empty.said == []


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.path} by {wrong.who or 'nobody'}")
def test_refused(filled: Windows, wrong: Wrong) -> None:
    page = filled.page(wrong.who)
    page.goto(wrong.path.format(**filled.names))
    if wrong.button:
        form = page.locator("main form").filter(has=page.get_by_role("button", name=wrong.button, exact=True)).last
        while form.locator("details:not([open]) > summary:visible").count():
            form.locator("details:not([open]) > summary:visible").first.click()
        for box in form.locator("input:visible, textarea:visible").all():
            if box.get_attribute("type") in {"text", "email", "url", "search", "password", None}:
                box.fill("")
        for label, text in wrong.typed:
            form.get_by_label(label).first.fill(text)
        with page.expect_navigation():
            form.get_by_role("button", name=wrong.button, exact=True).click()
    if wrong.summary:
        expect(page).to_have_title(re.compile("^Error: "))
        expect(page.locator("#problem")).to_be_focused()
        for link in page.locator("#problem li a").all():
            target = (link.get_attribute("href") or "").removeprefix("#")
            assert page.locator(f"[id='{target}']").count() == 1, f"{link.inner_text()} leads nowhere"
    assert faults(page, f"refused {wrong.path} {wrong.who}") == []
    assert filled.said == []
