"""Security headers stand on every answer: pages, errors, files, API, redirects."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from browser import Browser

PLACES = [
    "/",
    "/sign-in",
    "/no/such",
    "/error/500",
    "/error/broken",
    "/healthz",
    "/static/house.css",
    "/static/none",
    "/api/v1/notes",
    "/confirm",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("signed_in", [True, False])
def test_on_every_answer(browser: Browser, stranger: Browser, place: str, signed_in: bool) -> None:
    with (browser if signed_in else stranger).client.get(place) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert re.search(r"script-src 'self' 'nonce-[\w-]{20,}'", policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_the_nonce_is_new_each_time(browser: Browser) -> None:
    first, second = (browser.client.get("/").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_what_a_person_sees_is_not_stored(browser: Browser, stranger: Browser) -> None:
    assert browser.client.get("/").headers["Cache-Control"] == "no-store"
    assert browser.client.get("/error/500").headers["Cache-Control"] == "no-store"
    assert stranger.client.get("/sign-in").headers["Cache-Control"] == "no-cache"
    token = {"Authorization": "Bearer good-token"}
    assert stranger.client.get("/api/v1/notes", headers=token).headers["Cache-Control"] == "no-store"


def test_hsts_with_https(demonstration: Any, tmp_path: Path) -> None:
    app = demonstration.make_app(tmp_path, https=True)
    response = app.test_client().get("/healthz", base_url="https://localhost")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    app.extensions["debrief"].database.dispose()
