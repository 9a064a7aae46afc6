"""Only paths of our own site are ever followed."""

from __future__ import annotations

import pytest

from web.address import local_path, with_query


@pytest.mark.parametrize("good", ["/", "/reviews/PIR-2026-0014", "/a?b=c&d=//e", "/a/https://x"])
def test_ours(good: str) -> None:
    assert local_path(good) == good


@pytest.mark.parametrize(
    "bad",
    [
        None, "", "reviews", "//evil.example", "/\\evil.example", "\\\\evil", "https://evil.example", "javascript:alert(1)",
        "/a\nSet-Cookie: x", "/\t/evil.example", "/a b", "/a\\b", "///evil", " /a", "/\x7f",
    ],
)  # fmt: skip
def test_not_ours(bad: str | None) -> None:
    assert local_path(bad) is None


def test_with_query() -> None:
    assert with_query("/a", next="/b?c=d", x=None) == "/a?next=/b%3Fc%3Dd"
    assert with_query("/a?x=1", y=2) == "/a?x=1&y=2"
    assert with_query("/a") == "/a"
