"""What an action stops, on its own page, for those who may see its review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import make
import pytest
from browser import Browser

from actions.models import Effect
from actions.service import add_action
from kernel.db import Database
from pir.service.causes import decide_gate


@pytest.fixture
def browse(app: Any) -> Callable[[Any], Browser]:
    return lambda who: Browser(app).sign_in_as(who.person_id)


def written(database: Database, team: Any, effect: Effect, classification: str | None = None) -> str:
    """Two causes, either of them enough; an action of Carl's acts on the first."""
    with database.unit_of_work() as session:
        review = make.review(session, team.anna, **({"classification": classification} if classification else {}))
        full = make.factor(session, team.anna, review, "The log volume filled")
        make.factor(session, team.anna, review, "Nobody watched the volume")
        decide_gate(session, team.anna, review.record.ref, "why", "focus", "any", None)
        fields = {"title": "Refuse full logging", "kind": "prevent", "owner": team.carl.person_id,
                  "factors": [{"factor": full, "effect": effect}]}
        return add_action(session, team.anna, review.record.ref, fields).record.ref


def test_told_on_its_page(database: Database, team: Any, browse: Callable[[Any], Browser]) -> None:
    page = browse(team.anna).open(f"/actions/{written(database, team, Effect.ELIMINATES)}")
    assert "The log volume filled what happened Being fixed Stopped Not touched by any action: 1 combination" in " ".join(page.text.split())


def test_what_detects_stops_nothing(database: Database, team: Any, browse: Callable[[Any], Browser]) -> None:
    page = browse(team.anna).open(f"/actions/{written(database, team, Effect.DETECTS)}")
    assert "No combination of causes by itself." in page.text
    assert "Not touched by any action: 2 combinations" in page.text


def test_not_to_an_owner_who_may_not_see_the_review(database: Database, team: Any, browse: Callable[[Any], Browser]) -> None:
    page = browse(team.carl).open(f"/actions/{written(database, team, Effect.ELIMINATES, 'restricted')}")
    assert "Refuse full logging" in page.text
    assert "What it stops" not in page.text
    assert "log volume" not in page.text
