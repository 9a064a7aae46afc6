"""Clocks of a review, in hours and outside the daily mail. Restored on Fri 20 Nov 2026 at 15:21 UTC: the session is due on
Mon 23 at 15:21, the pre-read a day before, the approval on Fri 27 (decision 1)."""

from __future__ import annotations

from typing import Any

import make
import pytest
import sqlalchemy as sa

from kernel import audit
from kernel.db import Database
from kernel.outbox import Message
from kernel.permission import machine
from nudges.queries.mailed import URGENT
from pir.models import Review


@pytest.fixture
def place(database: Database, tell: Any) -> Database:
    with tell.written(database, "2026-11-20 16:00") as session:
        make.problem_manager(session)
        make.review(session)
    return database


def test_hour_by_hour(place: Database, tell: Any) -> None:
    told = {moment: tell.swept(place, moment) for moment in (
        "2026-11-20 17:00", "2026-11-22 11:20", "2026-11-22 11:22", "2026-11-22 15:22", "2026-11-23 15:20", "2026-11-23 15:22",
        "2026-11-24 15:22", "2026-11-26 15:22", "2026-11-27 15:22",
    )}  # fmt: skip
    assert {moment: rows for moment, rows in told.items() if rows} == {
        "2026-11-22 11:22": [("Anna", "review_pre_read", -4)],  # a Sunday: urgent goes on any day
        "2026-11-22 15:22": [("Anna", "review_pre_read", 0), ("Anna", "review_session", -24)],
        "2026-11-23 15:22": [("Anna", "review_session", 0)],
        "2026-11-24 15:22": [("Anna", "review_session", 24)],
        "2026-11-26 15:22": [("Anna", "review_approval", -24), ("Maya", "review_session", 72)],
        "2026-11-27 15:22": [("Anna", "review_approval", 0)],
    }
    with place.unit_of_work(write=False) as session:
        kinds = session.scalars(sa.select(Message.kind)).all()
    assert (len(kinds), set(kinds)) == (8, {URGENT}), "each by itself, none in the daily mail"


def test_not_at_night(place: Database, tell: Any) -> None:
    assert tell.swept(place, "2026-11-22 20:00") == []
    assert tell.swept(place, "2026-11-23 07:59") == []
    assert tell.swept(place, "2026-11-23 08:00") == [("Anna", "review_pre_read", 0), ("Anna", "review_session", -24)]


def test_a_session_that_is_booked_reminds_nobody(place: Database, tell: Any) -> None:
    with tell.written(place, "2026-11-21 10:00") as session:
        session.scalars(sa.select(Review)).one().session_planned_at = tell.at("2026-11-23 14:00")
        audit.note(session, machine("test"), "plan")
    assert ("Anna", "review_session", -24) not in tell.swept(place, "2026-11-22 15:22")
    assert ("Anna", "review_session", 0) in tell.swept(place, "2026-11-23 15:22"), "it was not held"


def test_in_the_daily_mail_where_the_policy_says_so(place: Database, tell: Any) -> None:
    from organisation.models import Policy

    with tell.written(place, "2026-11-21 10:00") as session:
        policy = session.scalars(sa.select(Policy).where(Policy.key == "small_team")).one()
        policy.written = {**policy.written, "nudges": {**policy.written["nudges"], "reviews": "daily"}}
        audit.note(session, machine("test"), "change policy")
    assert tell.swept(place, "2026-11-22 15:22") == []
    assert tell.swept(place, "2026-11-23 09:00") == [("Anna", "review_pre_read", 0), ("Anna", "review_session", -24)]
    with place.unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


def test_what_the_letter_says(place: Database, tell: Any) -> None:
    tell.swept(place, "2026-11-22 15:22")
    letter = tell.claimed(place, "2026-11-22 15:23")["Anna"]
    assert letter.subject.endswith(": no session booked")
    assert "No session is booked. It is due Mon 23 Nov at 15:21." in letter.text
    assert "/answer?" not in letter.text
