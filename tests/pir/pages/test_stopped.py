"""What an action stops, on its own page, and what the actions of a review are, for those who may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import make
import pytest
from browser import Browser

from actions.models import Effect
from actions.service import add_action, transition
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
    assert "The log volume filled what happened Being fixed Stopped With this in place on the day, it would have happened all the same. Not touched by any action: 1 combination" in " ".join(page.text.split())


def test_what_detects_stops_nothing(database: Database, team: Any, browse: Callable[[Any], Browser]) -> None:
    page = browse(team.anna).open(f"/actions/{written(database, team, Effect.DETECTS)}")
    assert "No combination of causes by itself." in page.text
    assert "Not touched by any action: 2 combinations" in page.text


def test_not_to_an_owner_who_may_not_see_the_review(database: Database, team: Any, browse: Callable[[Any], Browser]) -> None:
    page = browse(team.carl).open(f"/actions/{written(database, team, Effect.ELIMINATES, 'restricted')}")
    assert "Refuse full logging" in page.text
    assert "What it stops" not in page.text
    assert "log volume" not in page.text


def test_mostly_administrative_actions_are_a_hint_to_those_who_may_edit(database: Database, team: Any, browse: Callable[[Any], Browser]) -> None:
    """A08: two of three live actions with a strength; the dropped one does not count."""
    with database.unit_of_work() as session:
        review = make.review(session, team.anna).record.ref
        for strength in ("administrative", "administrative", "engineer"):
            add_action(session, team.anna, review, {"title": f"Add a {strength} one", "strength": strength})
        dropped = add_action(session, team.anna, review, {"title": "Add one more guard", "strength": "engineer"})
        transition(session, team.maya, dropped.record.ref, "cancel", reason="Not wanted")
    page = f"/reviews/{review}/actions"
    assert "2 of 3 actions are administrative" in browse(team.anna).open(page).text
    assert "administrative: runbooks" not in browse(team.carl).open(page).text
