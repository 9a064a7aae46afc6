"""The checks beside the causes: who sees them, and a warning let stand and restored without JavaScript."""

from __future__ import annotations

import make
import pytest
from browser import Browser
from flask import Flask

from kernel.db import Database
from kernel.permission import machine
from pir.service import causes
from pir.service.checks import findings_for

VIEWS = ("", "/why/fishbone", "/why/fault-tree")


@pytest.fixture
def database(sqlite_only: Database) -> Database:
    return sqlite_only


@pytest.fixture
def start(database: Database):
    """A blocker (no evidence, no control, no action) and two warnings on one line of causes."""
    with database.unit_of_work() as session:
        anna, vera = make.facilitator(session), make.viewer(session)
        review = make.review(session, anna)
        factor = make.factor(session, anna, review, "The alert should have fired")
        make.factor(session, anna, review, "Nobody had looked at the alert", "focus", question="seen")
        return {"ref": review.record.ref, "factor": factor, "anna": anna, "vera": vera}


def open_page(app: Flask, start: dict, path: str = "", who: str = "anna"):
    return Browser(app).sign_in_as(start[who].person_id).open(f"/reviews/{start['ref']}/why{path}")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_them_to_those_who_edit_and_to_nobody_else(app: Flask, start: dict, view: str) -> None:
    said = "This says what did not happen."
    page = open_page(app, start, view)
    assert said in page.text
    assert "The path ends here and no control is named." in page.text
    assert f"#{start['factor']}" in page.html
    assert said not in open_page(app, start, view, who="vera").text


def test_findings_of_the_other_questions_are_counted(app: Flask, start: dict) -> None:
    """Of the one cause of "seen": no control, no duty to act, no action."""
    assert "Why was it not seen earlier? 3 findings" in open_page(app, start).text


def test_what_blocks_says_so_by_the_policy(app: Flask, start: dict) -> None:
    assert "By the policy of this review they are pointed out" in open_page(app, start).text


def fingerprint(database: Database, start: dict, check: str) -> str:
    with database.unit_of_work(write=False) as session:
        return next(one.finding.fingerprint for one in findings_for(session, machine(), start["ref"]) if one.finding.check == check)


def test_a_warning_is_dismissed_and_restored(app: Flask, start: dict, database: Database) -> None:
    form = open_page(app, start, f"/why/dismiss?found={fingerprint(database, start, 'Q07')}").form("Dismiss the warning")
    refused = form.submit("Dismiss the warning")
    assert refused.status == 422
    assert "Enter why this may stand" in refused.text
    page = refused.form("Dismiss the warning").fill({"Why may this stand?": "It is what the page said"}).submit("Dismiss the warning")
    assert "1 dismissed" in page.text
    assert "“It is what the page said” Anna Kowalski" in page.text
    assert "let a warning of the checks stand" in Browser(app).sign_in_as(start["anna"].person_id).open(f"/reviews/{start['ref']}/history").text
    page = page.form("Restore").submit("Restore")
    assert "1 dismissed" not in page.text
    assert "This says what did not happen." in page.text


def test_a_text_that_changed_meanwhile_keeps_what_was_typed(app: Flask, start: dict, database: Database) -> None:
    form = open_page(app, start, f"/why/dismiss?found={fingerprint(database, start, 'Q07')}").form("Dismiss the warning")
    with database.unit_of_work() as session:
        causes.edit_factor(session, start["anna"], start["ref"], start["factor"], 1, {"statement": "The alert fired at 95 percent"})
    page = form.fill({"Why may this stand?": "It is what the page said"}).submit("Dismiss the warning")
    assert page.status == 409
    assert "What was found has changed." in page.text
    assert "You wrote: It is what the page said" in page.text


def test_a_reason_for_no_action_answers_the_check(app: Flask, start: dict) -> None:
    form = open_page(app, start, f"/factors/{start['factor']}/edit").form("Save the cause")
    page = form.fill({"If there is no action: why?": "The tool goes away in May"}).submit("Save the cause")
    assert "Neither this nor what it leads to has an action" not in page.text
    assert "The tool goes away in May" in open_page(app, start, f"/factors/{start['factor']}/edit").text
