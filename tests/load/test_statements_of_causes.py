"""The pages and acts of the causes: as many SQL statements for sixty factors as for three."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import make
import pytest
import sqlalchemy as sa
from browser import Browser
from flask import Flask
from sqlalchemy.orm import Session

from kernel.db import Database

PAGES = ("", "/why/fishbone", "/why/fault-tree", "/why/several", "/why/gate?effect=focus", "/factors/{0}/edit", "/factors/{0}/split", "/factors/{0}/merge",
         "/factors/{0}/refute", "/factors/{0}/links", "/factors/{0}/links/focus", "/factors/{0}/between?effect=focus", "/factors/{0}/remove")
#: act → (address of its form, button, what is filled in)
ACTS = {
    "edit": ("/factors/{0}/edit", "Save the cause", {"What had to be true?": "Another"}),
    "refute": ("/factors/{0}/refute", "Refute it", {"Other evidence that refutes it": "A log"}),
    "check": ("/factors/{0}/links/focus", "Save the link", {"If this is true, would the effect follow?": "Yes"}),
}  # fmt: skip


@pytest.fixture
def database(sqlite_only: Database) -> Database:
    return sqlite_only


def analysis(session: Session, factors: int) -> tuple[int, str, str]:
    """Two branches of the event, each factor below with two causes; each with a link of its own as evidence."""
    anna = make.facilitator(session)
    review = make.review(session, anna)
    refs: list[str] = []
    for n in range(factors):
        effect = "focus" if n < 2 else refs[(n - 2) // 2]
        refs.append(make.factor(session, anna, review, f"Statement {n}", effect, evidence=[f"https://example.com/{n}"]))
    return anna.person_id or 0, review.record.ref, refs[0]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(" ".join(statement.split())[:200])

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(database.engine, "before_cursor_execute", note)


def test_as_many_for_sixty_factors_as_for_three(app: Flask, database: Database) -> None:
    with database.unit_of_work() as session:
        few, many = analysis(session, 3), analysis(session, 60)
    counts: dict[str, list[int]] = {}
    for person, ref, factor in (few, many):
        browser = Browser(app, check=False).sign_in_as(person)
        base = f"/reviews/{ref}/why"
        for path in PAGES:
            with counted(database) as seen:
                assert browser.open(base + path.format(factor)).status == 200, path
            counts.setdefault(path, []).append(len(seen))
        for act, (path, button, typed) in ACTS.items():
            form = browser.open(base + path.format(factor)).form(button).fill(typed)
            with counted(database) as seen:
                assert form.submit(button).status == 200, act
            counts.setdefault(act, []).append(len(seen))
    assert {name: found for name, found in counts.items() if found[0] != found[1]} == {}
    assert max(found[1] for name, found in counts.items() if name in PAGES) <= 60
