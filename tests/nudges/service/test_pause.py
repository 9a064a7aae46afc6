"""Putting off and "on track": what they hold back, for how long, and how often."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.service import move_due, transition
from kernel.db import Database
from kernel.errors import Forbidden, Invalid, Refused
from nudges.service.pause import on_track, snooze, undo_on_track


@pytest.fixture
def ref(database: Database, tell: Any) -> str:
    with tell.written(database) as session:
        tell.house(session)
        return str(tell.action(session).record.ref)


def put_off(database: Database, tell: Any, ref: str, until: date, moment: str, name: str = "Raj Patel", reason: str = "On leave") -> None:
    with tell.written(database, moment) as session:
        snooze(session, tell.as_actor(session, name), ref, until=until, reason=reason)


def test_a_reminder_that_was_put_off_comes_on_its_day(database: Database, tell: Any, ref: str) -> None:
    put_off(database, tell, ref, date(2026, 12, 7), "2026-12-01 12:00")
    assert tell.swept(database, "2026-12-04 09:30") == []
    assert tell.swept(database, "2026-12-07 09:00") == [("Raj", "action_due", 0)]


def test_once_for_each_due_date(database: Database, tell: Any, ref: str) -> None:
    put_off(database, tell, ref, date(2026, 12, 3), "2026-12-01 12:00")
    with pytest.raises(Refused, match="before"):
        put_off(database, tell, ref, date(2026, 12, 8), "2026-12-03 12:00")
    with tell.written(database, "2026-12-03 12:00") as session:
        from nudges.service.pause import snoozable

        version = snoozable(session, tell.as_actor(session, "Raj Patel"), ref).version
        move_due(session, tell.as_actor(session, "Raj Patel"), ref, version, due=date(2026, 12, 18), reason="Supplier")
    put_off(database, tell, ref, date(2026, 12, 8), "2026-12-03 12:00")


@pytest.mark.parametrize(("until", "reason"), [(1, "x"), (2, "x"), (9, "x"), (8, " "), (31, "x")])
def test_limits(database: Database, tell: Any, ref: str, until: int, reason: str) -> None:
    # on 1 December: from the 2nd to the 8th, with a reason. The 2nd is "after today" in London
    if (until, reason) == (2, "x"):
        put_off(database, tell, ref, date(2026, 12, 2), "2026-12-01 12:00")
        return
    with pytest.raises(Invalid):
        put_off(database, tell, ref, date(2026, 12, until), "2026-12-01 12:00", reason=reason)


@pytest.mark.parametrize("name", ["Maya Lindqvist", "Anna Kowalski", "Lena Brandt"])
def test_nobody_puts_off_for_others(database: Database, tell: Any, ref: str, name: str) -> None:
    with pytest.raises(Forbidden):
        put_off(database, tell, ref, date(2026, 12, 3), "2026-12-01 12:00", name)


def test_nothing_to_put_off(database: Database, tell: Any, ref: str) -> None:
    with tell.written(database, "2026-12-01 12:00") as session:
        transition(session, tell.as_actor(session, "Raj Patel"), ref, "claim_done", claim="CHG1")
    with pytest.raises(Refused, match="Nothing reminds"):
        put_off(database, tell, ref, date(2026, 12, 3), "2026-12-01 12:00")


def test_on_track_is_peace_until_the_due_day(database: Database, tell: Any, ref: str) -> None:
    assert tell.swept(database, "2026-11-27 09:30") == [("Raj", "action_due", -7)]
    with tell.written(database, "2026-11-27 10:00") as session:
        first = on_track(session, tell.as_actor(session, "Raj Patel"), ref)
        assert on_track(session, tell.as_actor(session, "Raj Patel"), ref) is first
    assert tell.swept(database, "2026-12-02 09:30") == []
    assert tell.swept(database, "2026-12-04 09:30") == [("Raj", "action_due", 0)]


def test_on_track_can_be_taken_back(database: Database, tell: Any, ref: str) -> None:
    with tell.written(database, "2026-11-30 10:00") as session:
        on_track(session, tell.as_actor(session, "Raj Patel"), ref)
    with tell.written(database, "2026-11-30 10:05") as session:
        undo_on_track(session, tell.as_actor(session, "Raj Patel"), ref)
    assert tell.swept(database, "2026-12-02 09:30") == [("Raj", "action_due", -2)]


def test_nothing_is_on_track_after_the_due_day(database: Database, tell: Any, ref: str) -> None:
    with tell.written(database, "2026-12-04 22:00") as session:
        on_track(session, tell.as_actor(session, "Raj Patel"), ref)
    with pytest.raises(Invalid, match="over"), tell.written(database, "2026-12-05 00:01") as session:
        on_track(session, tell.as_actor(session, "Raj Patel"), ref)


def test_put_off_while_the_message_waits(database: Database, tell: Any, ref: str) -> None:
    """What was decided and not yet claimed is taken back, and told when the peace is over."""
    assert tell.swept(database, "2026-12-04 09:30") == [("Raj", "action_due", 0)]
    put_off(database, tell, ref, date(2026, 12, 8), "2026-12-04 09:31")
    assert tell.claimed(database, "2026-12-04 09:32") == {"Raj": None}
    assert tell.swept(database, "2026-12-07 09:30") == []
    assert tell.swept(database, "2026-12-08 09:30") == [("Raj", "action_due", 0)]
