"""Reporting codes as pages, and the choice on the form of a factor where the policy shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from browser import Browser

from kernel import audit
from kernel.db import Database
from kernel.permission import machine
from organisation.models import Policy
from pir.queries.review import find

Browse = Callable[[str], Browser]


@pytest.fixture
def database(sqlite_only: Database) -> Database:
    return sqlite_only


@pytest.fixture
def regulated(database: Database, review: str) -> str:
    """The review under the policy that shows DORA codes."""
    with database.unit_of_work() as session:
        find(session, machine(), review).policy_id = session.scalars(sa.select(Policy.id).where(Policy.key == "regulated")).first()
        session.flush()
        audit.note(session, machine(), "change policy")
    return review


def test_the_tree_is_read_by_everybody_and_changed_by_one(browse: Browse) -> None:
    page = browse("vera").open("/reporting-codes")
    assert (page.h1, "Human error" in page.text, "human_error_mistake" in page.text) == ("Reporting codes", True, True)
    assert "Add a code" not in page.text
    assert browse("vera").open("/reporting-codes/human_error").status == 403
    page = browse("maya").open("/reporting-codes").click("Add a code").form("Add the code")
    page = page.fill({"Below": "External event", "Words": "War", "Code": "external_event_war"}).submit("Add the code")
    assert "external_event_war" in page.text


def test_one_code_is_renamed_moved_retired_and_brought_back(browse: Browse) -> None:
    maya = browse("maya")
    page = maya.open("/reporting-codes/human_error").form("Save the words").fill({"Words": "Human action"}).submit("Save the words")
    assert "Human action" in page.text
    page = maya.open("/reporting-codes/human_error").form("Move up").submit("Move up")
    assert "“Human action” was moved up." in page.text
    page = page.form("Retire it").submit("Retire it")
    assert page.text.index("human_error") < page.text.index("system_failure_malfunction")
    assert "Human action Retired" in " ".join(page.text.split())
    page = maya.open("/reporting-codes/human_error").form("Bring it back").submit("Bring it back")
    assert "Retired" not in page.text


def test_a_code_that_is_taken_keeps_what_was_typed(browse: Browse) -> None:
    form = browse("maya").open("/reporting-codes/new?parent=human_error").form("Add the code")
    assert form.value("Below") == "human_error"
    page = form.fill({"Words": "Slip", "Code": "human_error_mistake"}).submit("Add the code")
    assert (page.status, page.errors) == (422, ["There is a code “human_error_mistake” already"])
    assert page.form("Add the code").value("Words") == "Slip"


def test_a_stale_rename_is_409_with_both_texts(browse: Browse) -> None:
    maya = browse("maya")
    first, second = (maya.open("/reporting-codes/human_error").form("Save the words") for _ in range(2))
    first.fill({"Words": "Human action"}).submit("Save the words")
    page = second.fill({"Words": "Somebody"}).submit("Save the words")
    assert (page.status, "Human action" in page.text, "Somebody" in page.text) == (409, True, True)


def test_a_small_team_sees_no_codes(browse: Browse, review: str) -> None:
    assert "Reporting code" not in browse("anna").open(f"/reviews/{review}/why/why/add?effect=focus").text


def test_a_cause_is_classified_where_the_policy_shows_codes(browse: Browse, regulated: str, database: Database, team: Any) -> None:
    anna = browse("anna")
    form = anna.open(f"/reviews/{regulated}/why/why/add?effect=focus").form("Save the cause")
    typed = {"What had to be true?": "The storm cut both lines", "Reporting code": "External event › Other external event"}
    page = form.fill(typed).submit("Save the cause")
    assert "Reporting code: External event › Other external event" in page.text
    form = anna.open(f"/reviews/{regulated}/why/factors/FAC-0001/edit").form("Save the cause")
    assert form.value("Reporting code") == "external_event_other"
    page = form.fill({"Reporting code": "Not classified"}).submit("Save the cause")
    assert "Reporting code:" not in page.text
