"""What a person read against what is stored; and what really changed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from kernel.edit import changes, expect_version
from kernel.errors import Clash, Forbidden, Invalid, NotFound, Obstacle, Refused, Stale, plain

LABELS = {"title": "Title", "summary": "Summary", "severity": "Severity"}


def test_the_version_that_was_read_passes() -> None:
    assert expect_version("PIR-2026-0014", 3, 3) is None


@pytest.mark.parametrize("read", [2, 4, 0, None])
def test_any_other_version_is_stale(read: int | None) -> None:
    with pytest.raises(Stale) as stale:
        expect_version(
            "PIR-2026-0014", 3, read, labels=LABELS, by="Anna",
            theirs={"title": "Down", "summary": None, "severity": 1}, yours={"title": "Up", "summary": "", "severity": "1"},
        )
    assert stale.value.clashes == (Clash("title", "Title", "Down", "Up"),)
    assert (stale.value.version, stale.value.by) == (3, "Anna")
    assert str(stale.value) == "Anna changed PIR-2026-0014 while you were editing. Nothing was overwritten."


def test_a_field_that_was_not_sent_is_no_clash() -> None:
    with pytest.raises(Stale, match="Somebody changed it") as stale:
        expect_version("it", 3, 2, labels=LABELS, theirs={"title": "Down"}, yours={})
    assert stale.value.clashes == ()
    with pytest.raises(Stale):
        expect_version("it", 3, 2)


def test_changes_sets_and_tells_only_what_differs() -> None:
    thing: Any = SimpleNamespace(title="Down", severity=1, note=None)
    assert changes(thing, {"title": "Up", "severity": 1, "note": None}) == ({"title": "Down"}, {"title": "Up"})
    assert thing == SimpleNamespace(title="Up", severity=1, note=None)
    assert changes(thing, {}) == ({}, {})


def test_what_errors_say() -> None:
    assert str(NotFound("review")) == "There is no such review."
    assert str(NotFound()) == "There is no such page."
    assert (str(Forbidden("edit a review")), Forbidden("read").verb) == ("You may not edit a review.", "read")
    assert str(Refused([Obstacle("No owner."), Obstacle("No date.", "due")])) == "No owner.; No date."
    wrong = Invalid({"title": ("Enter a title", "Short")})
    assert (str(wrong), wrong.messages) == ("title: Enter a title Short", {"title": ["Enter a title", "Short"]})
    assert [plain(value) for value in (None, 0, "x", 1.5)] == ["", "0", "x", "1.5"]
