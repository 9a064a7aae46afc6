"""The effect of new terms, counted by hand over a few incidents and reviews."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from kernel import clock
from organisation.rules.policy import SMALL_TEAM
from pir.queries.policy_effect import effect
from tests import make

NOW = make.at("2026-11-25 12:00")


def terms(review: dict[str, Any] | None = None, clocks: dict[str, Any] | None = None) -> dict[str, Any]:
    found = copy.deepcopy(dict(SMALL_TEAM))
    found["review"] |= review or {}
    found["clocks"] |= clocks or {}
    return found


def test_incidents_are_judged_under_both(session: Session) -> None:
    by = make.facilitator(session)
    with clock.told(NOW):
        for title, severity, days, minutes in (
            ("P1", 1, 3, 30), ("P2 long", 2, 40, 180), ("P2 short", 2, 20, 60), ("P3 long", 3, 10, 300), ("too old", 1, 95, 60)
        ):  # fmt: skip
            make.incident(session, by, title=title, severity=severity, times=make.times_of(NOW - timedelta(days=days), minutes))
        found = effect(session, by, terms(), terms({"opens_for_severity": [1, 2], "proposed_for_severity": {"3": 240}}))
    assert (found.incidents, found.opened, found.proposed) == (4, (1, 3), (1, 1))
    assert [(j.title, j.was, j.becomes) for j in found.judged] == [
        ("P3 long", "needs none", "is proposed"), ("P2 short", "needs none", "opens a review"), ("P2 long", "is proposed", "opens a review"),
    ]  # fmt: skip


def test_running_reviews_keep_their_version_and_are_told_beside_the_new_one(session: Session) -> None:
    by, outsider = make.facilitator(session), make.viewer(session)
    with clock.told(NOW):
        make.review(session, by, title="Open", times=make.times_of(NOW - timedelta(hours=20)))
        make.review(session, by, title="Secret", classification="restricted", times=make.times_of(NOW - timedelta(hours=30)))
        shorter = terms(clocks={"session": {"window_from_hours": 24, "due_hours": 48}})
        seen = effect(session, outsider, terms(), shorter)
        told = effect(session, by, terms(), shorter)
        same = effect(session, by, terms(), terms())
    assert (seen.reviews, seen.incidents, told.reviews, told.incidents) == (1, 1, 2, 2)
    # the session, and the pre-read that counts back from it: both a day earlier; the approval is as it was
    assert {(m.title, m.clock): m.due_at - m.would_be for m in seen.moved} == {
        ("Open", "Session held"): timedelta(hours=24), ("Open", "Pre-read sent"): timedelta(hours=24)}
    assert same.moved == ()
