"""The why ladder as pages: what a facilitator reads, presses and is told."""

from __future__ import annotations

import make
import pytest
from browser import Browser
from flask import Flask

from kernel.db import Database
from kernel.permission import machine
from pir.queries.causes import graph_of
from pir.queries.review import find


@pytest.fixture
def database(sqlite_only: Database) -> Database:
    return sqlite_only


@pytest.fixture
def start(database: Database):
    with database.unit_of_work() as session:
        anna = make.facilitator(session)
        review = make.review(session, anna)
        a = make.factor(session, anna, review, "Writes stopped")
        make.factor(session, anna, review, "No standby took over")
        return {"ref": review.record.ref, "id": review.id, "anna": anna.person_id, "a": a}


def open_page(app: Flask, start: dict, path: str = ""):
    return Browser(app).sign_in_as(start["anna"]).open(f"/reviews/{start['ref']}/why{path}")


def read(database: Database, start: dict):
    with database.unit_of_work(write=False) as session:
        return graph_of(session, start["id"], "why")


def test_the_ladder_asks_what_nobody_has_decided(app: Flask, start: dict) -> None:
    page = open_page(app, start)
    assert page.h1 == "Why did it happen?"
    assert "Did both of these have to be true?" in page.text
    assert "Unsupported: no evidence yet" in page.text


def test_answering_decides_the_gate(app: Flask, start: dict, database: Database) -> None:
    form = open_page(app, start).form("Save answer")
    form.fill({"Did both of these have to be true?": "Yes, each was needed"})
    page = form.submit("Save answer")
    assert page.status == 200
    assert "because both had to be true" in page.text
    assert read(database, start).focus.gate == "all"


def test_a_new_cause_stands_under_its_effect(app: Flask, start: dict, database: Database) -> None:
    page = open_page(app, start, f"/why/add?effect={start['a']}")
    assert page.h1 == "Why was it that “Writes stopped”?"
    form = page.form("Save the cause")
    form.fill({"What had to be true?": "The log volume filled", "Other evidence": "Disk graph"})
    page = form.submit("Save the cause")
    assert "The log volume filled" in page.text
    (below,) = read(database, start).causes_of(start["a"])
    assert (below.statement, below.evidence) == ("The log volume filled", ("E 1 Disk graph",))


def test_a_blank_statement_keeps_everything_else(app: Flask, start: dict) -> None:
    form = open_page(app, start, "/why/add?effect=focus").form("Save the cause")
    form.fill({"Other evidence": "https://example.com/kept", "Which control should have caught it?": "Size check"})
    page = form.submit("Save the cause")
    assert page.status == 422
    assert page.errors == ["Enter what had to be true, in one sentence"]
    again = page.form("Save the cause")
    assert again.value("Other evidence") == "https://example.com/kept"
    assert again.value("Which control should have caught it?") == "Size check"


def test_a_circle_is_named_on_the_form(app: Flask, start: dict, database: Database) -> None:
    with database.unit_of_work() as session:
        review = find(session, machine(), start["ref"])
        b = make.factor(session, make.facilitator(session), review, "The volume filled", start["a"])
    form = open_page(app, start, f"/factors/{start['a']}/links").form("Add the link")
    form.fill({"It also led to": "The volume filled"})
    page = form.submit("Add the link")
    assert page.status == 422
    assert "This would make a circle" in page.errors[0]
    assert b not in read(database, start).effects_of(start["a"])


def test_a_link_is_taken_away(app: Flask, start: dict, database: Database) -> None:
    page = open_page(app, start, f"/factors/{start['a']}/links").form("Take the link away").submit("Take the link away")
    assert "Recorded, and not linked to the event" in page.text
    assert [f.id for f in read(database, start).unlinked()] == [start["a"]]


def test_a_statement_from_outside_is_text_and_nothing_else(app: Flask, start: dict, database: Database) -> None:
    nasty = "<script>alert(1)</script> both & <b>either</b>"
    form = open_page(app, start, f"/factors/{start['a']}/edit").form("Save the cause")
    form.fill({"What had to be true?": nasty})
    page = form.submit("Save the cause")
    assert nasty in page.text
    assert read(database, start).factor(start["a"]).statement == nasty


def test_an_empty_question_says_where_to_begin(app: Flask, start: dict) -> None:
    page = open_page(app, start, "/seen")
    assert page.h1 == "Why was it not seen earlier?"
    assert "Start with: what had to be true for this to happen?" in page.text


@pytest.mark.parametrize("path", ["/whence", "/why/add?effect=FAC-9999", "/factors/FAC-9999/edit", "/why/gate?effect=FAC-9999"])
def test_what_is_not_there(app: Flask, start: dict, path: str) -> None:
    assert open_page(app, start, path).status == 404


def test_a_reader_sees_no_doors(app: Flask, start: dict, database: Database) -> None:
    with database.unit_of_work() as session:
        vera = make.viewer(session).person_id
    page = Browser(app).sign_in_as(vera).open(f"/reviews/{start['ref']}/why")
    assert "Writes stopped" in page.text
    assert "Save answer" not in page.text
    assert "Add a cause" not in page.text

