"""Bringing in a spreadsheet by the browser, by the command line and by the API: one reading, one answer."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from browser import Browser, Page
from click.testing import CliRunner
from flask import Flask

from actions.commands import import_actions
from kernel.db import Database

TABLE = b"title,owner,due,original due\nAdd an alert on replica lag,Raj Patel,2026-10-30,2026-09-30\nWrite it up,Nobody Known,,\n"


@pytest.fixture
def anna(app: Flask, sqlite_only: Database, acts: Any) -> tuple[Browser, str]:
    """A facilitator's browser, and a review."""
    with sqlite_only.unit_of_work() as session:
        person, source = acts.facilitator(session), acts.source(session)
        acts.owner(session)
        ref = source.ref
    return Browser(app).sign_in_as(person.person_id), ref


def send(browser: Browser, review: str, content: bytes, name: str = "open.csv") -> Page:
    form = browser.open("/actions").click("Bring in a spreadsheet").form("Show what it holds")
    return form.fill({"The table": (io.BytesIO(content), name), "Review of rows that name none": review}).submit("Show what it holds")


def test_preview_then_import_then_nothing_more(anna: tuple[Browser, str]) -> None:
    browser, review = anna
    page = send(browser, review, TABLE)
    assert page.h1 == "What open.csv holds"
    for words in ("Nobody is called Nobody Known", "Due: 30 Oct 2026", "Original due: 30 Sep 2026", "Owner: Raj Patel", f"Review: {review}"):
        assert words in page.text
    page = page.form("Import 1 action").submit("Import 1 action")
    assert page.url == "/actions"
    assert "1 action added, 1 row not taken." in page.text
    assert "There is nothing to import." in send(browser, review, TABLE).text


def test_nobody_is_reminded_before_it_is_confirmed(anna: tuple[Browser, str]) -> None:
    browser, review = anna
    page = send(browser, review, TABLE).form("Import 1 action").submit("Import 1 action")
    page = page.click("ACT-0001")
    assert "Brought in from elsewhere" in page.text
    page = page.form("Confirm that it is right").submit("Confirm that it is right")
    assert "ACT-0001 is confirmed." in page.text
    assert "Brought in from elsewhere" not in page.text


def test_a_workbook(anna: tuple[Browser, str]) -> None:
    browser, review = anna
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Title"])
    book.active.append(["Add a brake"])
    book.save(buffer)
    assert "Add a brake" in send(browser, review, buffer.getvalue(), "open.xlsx").text


def test_what_was_typed_is_kept_when_the_review_or_the_file_is_none(anna: tuple[Browser, str]) -> None:
    browser, review = anna
    page = send(browser, "PIR-1999-0001", TABLE)
    assert (page.status, page.errors) == (422, ["There is no review “PIR-1999-0001”. Enter its reference, or the number of its incident"])
    assert page.form("Show what it holds").value("Review of rows that name none") == "PIR-1999-0001"
    assert send(browser, review, b"%PDF-1.7").errors == ["This is not a CSV file but a PDF"]
    assert "The file has no column title" in send(browser, review, b"what\nx\n").errors[0]
    assert browser.open("/actions/import/" + "x" * 32).status == 404


def test_by_the_command_line(anna: tuple[Browser, str], sqlite_only: Database, tmp_path: Path) -> None:
    file = tmp_path / "open.csv"
    file.write_bytes(TABLE)

    def run(*more: str) -> Any:
        return CliRunner().invoke(import_actions, [str(file), *more], obj=SimpleNamespace(database=sqlite_only))

    dry = run("--review", anna[1], "--dry-run")
    assert (dry.exit_code, "dry run" in dry.output) == (3, True)
    first = run("--review", anna[1], "--format", "json")
    assert json.loads(first.stdout)["created"] == 1
    assert [(r["row"], r["column"]) for r in json.loads(first.stdout)["rejected"]] == [(3, "owner")]
    assert "0 new, 0 changed, 1 as before." in run("--review", anna[1]).output
    wrong = run("--review", "PIR-9")
    assert (wrong.exit_code, "There is no review “PIR-9”" in wrong.output) == (1, True)
