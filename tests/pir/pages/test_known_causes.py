"""The catalogue of known causes as pages, and the choice on the form of a factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import make
import pytest
from browser import Browser

from kernel.db import Database

Browse = Callable[[str], Browser]


@pytest.fixture
def database(sqlite_only: Database) -> Database:
    return sqlite_only


@pytest.fixture
def known(database: Database, team: Any, review: str) -> str:
    """CAU-0001, met in the review; its factor is FAC-0001."""
    from kernel.permission import machine
    from pir.queries.review import find

    with database.unit_of_work() as session:
        ref = make.cause(session, team.maya, "A log volume fills unseen", control="Size check")
        make.factor(session, team.anna, find(session, machine(), review), "The log volume was full", cause=ref)
    return ref


def test_the_catalogue_says_in_how_many_reviews(browse: Browse, known: str) -> None:
    page = browse("vera").open("/causes")
    assert page.h1 == "Known causes"
    assert "A log volume fills unseen" in page.text
    assert "1 review" in page.text
    assert "Name a cause" not in page.text
    assert "No known cause fits." in browse("vera").open("/causes?q=certificate").text


def test_a_cause_is_named_edited_retired_and_brought_back(browse: Browse) -> None:
    maya = browse("maya")
    page = maya.open("/causes").click("Name a cause")
    page = page.form("Name the cause").fill({"Name": "An alarm is off", "Control": "Alarm test"}).submit("Name the cause")
    assert (page.status, page.h1) == (200, "An alarm is off")
    page = maya.open("/causes/CAU-0001/edit").form("Save the cause").fill({"Description": "Switched off for a change"}).submit("Save the cause")
    assert "Switched off for a change" in page.text
    page = page.form("Retire it").submit("Retire it")
    assert "Retired" in page.text
    assert "An alarm is off" not in maya.open("/causes").text
    page = page.form("Bring it back").submit("Bring it back")
    assert "In use" in page.text


def test_a_name_that_is_taken_keeps_what_was_typed(browse: Browse, known: str) -> None:
    page = browse("maya").open("/causes/new").form("Name the cause").fill({"Name": "a log volume fills unseen", "Description": "Kept"}).submit("Name the cause")
    assert page.status == 422
    assert page.errors == ["There is a known cause “A log volume fills unseen” already: CAU-0001"]
    assert page.form("Name the cause").value("Description") == "Kept"


def test_one_cause_shows_where_it_was_met(browse: Browse, known: str, review: str) -> None:
    page = browse("vera").open(f"/causes/{known}")
    assert page.h1 == "A log volume fills unseen"
    assert "The log volume was full" in page.text
    assert f"/reviews/{review}/why/why#FAC-0001" in page.html
    assert "Merge it into another" not in page.text


def test_merged_the_old_reference_leads_on(browse: Browse, known: str) -> None:
    maya = browse("maya")
    maya.open("/causes/new").form("Name the cause").fill({"Name": "A volume fills"}).submit("Name the cause")
    form = maya.open(f"/causes/{known}/merge").form("Merge the two")
    page = form.fill({"The cause that stays": "CAU-0002 A volume fills", "Why they are the same": "One alarm was missing"}).submit("Merge the two")
    assert page.h1 == "A volume fills"
    assert "CAU-0001 was merged into CAU-0002" in page.text
    assert "The log volume was full" in page.text
    again = browse("vera").open(f"/causes/{known}")
    assert (again.url, again.h1) == ("/causes/CAU-0002", "A volume fills")
    assert maya.open(f"/causes/{known}/edit").status == 409


def test_a_stale_edit_is_409_with_both_texts(browse: Browse, known: str) -> None:
    maya = browse("maya")
    first, second = (maya.open(f"/causes/{known}/edit").form("Save the cause") for _ in range(2))
    first.fill({"Name": "A volume fills"}).submit("Save the cause")
    page = second.fill({"Name": "The volume is full"}).submit("Save the cause")
    assert page.status == 409
    assert "A volume fills" in page.text
    assert "The volume is full" in page.text


def test_the_ladder_the_fishbone_and_the_tree_say_what_is_known(browse: Browse, known: str, review: str) -> None:
    for view in ("", "/why/fishbone", "/why/fault-tree"):
        page = browse("vera").open(f"/reviews/{review}/why{view}")
        assert "Known cause CAU-0001, in 1 review" in page.text, view


def test_a_cause_is_chosen_on_the_form_of_a_factor(browse: Browse, known: str, review: str) -> None:
    anna = browse("anna")
    form = anna.open(f"/reviews/{review}/why/why/add?effect=focus").form("Save the cause")
    page = form.fill({"What had to be true?": "It filled again", "Known cause": "CAU-0001 A log volume fills unseen"}).submit("Save the cause")
    assert page.text.count("Known cause CAU-0001, in 1 review") == 2
    edit = anna.open(f"/reviews/{review}/why/factors/FAC-0002/edit").form("Save the cause")
    assert edit.value("Known cause") == "CAU-0001 A log volume fills unseen"
    page = edit.fill({"Known cause": ""}).submit("Save the cause")
    assert page.text.count("Known cause CAU-0001, in 1 review") == 1


def test_similar_ones_are_offered_and_nothing_is_chosen(browse: Browse, known: str, review: str, database: Database, team: Any) -> None:
    from kernel.permission import machine
    from pir.queries.review import find

    with database.unit_of_work() as session:
        made = make.factor(session, team.anna, find(session, machine(), review), "The volume of logs filled overnight")
    page = browse("anna").open(f"/reviews/{review}/why/factors/{made}/edit")
    assert "Similar by its words or its control: CAU-0001 A log volume fills unseen" in page.text
    assert page.form("Save the cause").value("Known cause") == ""


def test_a_new_one_is_named_on_the_form(browse: Browse, review: str) -> None:
    form = browse("carl").open(f"/reviews/{review}/why/why/add?effect=focus").form("Save the cause")
    page = form.fill({"What had to be true?": "The alarm was off", "Or name it as a new known cause": "An alarm is off"}).submit("Save the cause")
    assert "Known cause CAU-0001, in 1 review" in page.text
    assert "An alarm is off" in browse("vera").open("/causes").text


def test_both_is_neither_and_all_is_kept(browse: Browse, known: str, review: str) -> None:
    form = browse("anna").open(f"/reviews/{review}/why/why/add?effect=focus").form("Save the cause")
    typed = {"What had to be true?": "The alarm was off", "Known cause": "CAU-0001", "Or name it as a new known cause": "An alarm is off"}
    page = form.fill(typed).submit("Save the cause")
    assert (page.status, page.errors) == (422, ["Choose a known cause or name a new one, not both"])
    again = page.form("Save the cause")
    assert {label: again.value(label) for label in typed} == typed


def test_a_known_cause_is_found_by_searching(browse: Browse, known: str) -> None:
    assert "A log volume fills unseen" in browse("vera").open("/search?q=volume&kind=cause").text
    assert browse("vera").open("/search?q=CAU-0001").h1 == "A log volume fills unseen"
