"""What letters say."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from actions.service import transition
from kernel.db import Database
from nudges.rules.rung import Ladder
from nudges.rules.shipped import ladders
from nudges.rules.words import ANSWERS, SAYS
from nudges.service.paper import Entry, paper
from organisation.rules.policy import SMALL_TEAM


def test_every_rung_has_words() -> None:
    def said(ladder: Ladder) -> set[str]:
        return {r.says for r in ladder.rungs} | ({ladder.weekly.says} if ladder.weekly else set())

    assert set().union(*map(said, ladders(SMALL_TEAM).values())) == set(SAYS)
    assert {answer for says in SAYS.values() for answer in says.answers} == set(ANSWERS)
    assert "on_track" not in SAYS["late"].answers


@pytest.fixture
def sqlite(sqlite_only: Database, tell: Any) -> Database:
    with tell.written(sqlite_only) as session:
        tell.house(session)
    return sqlite_only


def test_one_action(sqlite: Database, tell: Any) -> None:
    with tell.written(sqlite) as session:
        ref = tell.action(session).record.ref
    tell.swept(sqlite, "2026-12-02 09:00")
    letter = tell.claimed(sqlite, "2026-12-02 09:01")["Raj"]
    assert letter.subject == f"[{ref}] Add an alert on replica lag: due Fri 4 Dec"
    assert letter.text.startswith(f"1 thing waits for you.\n\n{ref}  Add an alert on replica lag\nDue Fri 4 Dec.\nDone:\n  http")
    offered = re.findall(r"&a=(\w+)", letter.text)
    assert offered == ["done", "on_track", "more_time", "blocked", "not_mine"]
    assert re.findall(r"&amp;a=(\w+)", letter.html) == offered
    assert "Checkout down" not in letter.text, "the action, and nothing of its review"


def test_the_most_urgent_first(sqlite: Database, tell: Any) -> None:
    with tell.written(sqlite) as session:
        later = tell.action(session, date(2026, 12, 11), title="Seven days away").record.ref
        late = tell.action(session, date(2026, 12, 1), title="Late").record.ref
        today = tell.action(session, title="Due today").record.ref
    tell.swept(sqlite, "2026-12-04 09:00")
    letter = tell.claimed(sqlite, "2026-12-04 09:01")["Raj"]
    assert re.findall(r"^(ACT-\d+)  ", letter.text, re.MULTILINE) == [late, today, later]
    assert letter.subject == f"[{late}] Late: late since Tue 1 Dec (and 2 more)"


def test_nothing_of_a_restricted_action_is_answered_without_signing_in(sqlite: Database, tell: Any) -> None:
    with tell.written(sqlite) as session:
        tell.action(session, of=tell.source(session, tell.Scope.RESTRICTED))
    tell.swept(sqlite, "2026-12-04 09:00")
    letter = tell.claimed(sqlite, "2026-12-04 09:01")["Raj"]
    assert "/answer?" not in letter.text + letter.html
    assert "Sign in" in letter.text


def test_the_manager_gets_one_list_without_answers(sqlite: Database, tell: Any) -> None:
    with tell.written(sqlite) as session:
        refs = [tell.action(session, title=f"Number {n}").record.ref for n in range(3)]
    for moment in ("2026-12-09 09:00", "2026-12-14 09:00"):
        tell.swept(sqlite, moment)
    letter = tell.claimed(sqlite, "2026-12-14 09:01")["Lena"]
    assert letter.subject == "Late in your team: 3 things"
    assert re.findall(r"^- (ACT-\d+)  ", letter.text, re.MULTILINE) == refs
    assert letter.text.count("Raj Patel, late since Fri 4 Dec") == 3
    assert "/answer?" not in letter.text


def test_an_owner_who_is_blocked_is_named_to_whoever_helps(sqlite: Database, tell: Any) -> None:
    with tell.written(sqlite) as session:
        ref = tell.action(session).record.ref
        transition(session, tell.as_actor(session, "Raj Patel"), ref, "block", reason="No access")
    tell.swept(sqlite, "2026-11-03 09:00")
    letter = tell.claimed(sqlite, "2026-11-03 09:01")["Anna"]
    assert "Blocked since Mon 2 Nov" in letter.text
    assert "Owner: Raj Patel" in letter.text


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", 'a" onload="x', "{{ 7*7 }}", "Stop\r\nBcc: all@example.com", "Ünïcödé 🚨 " * 12])
def test_hostile_titles(title: str) -> None:
    entry = Entry("ACT-0001", title, ("Due today.",), "", "", "due today", is_copy=False, url="http://x/actions/ACT-0001", answers=())
    written = paper([entry], "http://x/profile/reminders")
    assert "\n" not in written.subject
    assert "\r" not in written.subject
    assert len(written.subject) <= 200
    assert "<script>" not in written.html
    assert ' onload="' not in written.html
    assert "49" not in written.text


