"""The number of SQL statements of a page does not depend on how many rows there are: made from the table of routes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa

from kernel import clock
from kernel.db import Database
from tests.load.many import READERS, enrich
from tests.security.access import Row
from tests.security.cells import TABLE, facts_of, url_of
from tests.security.doors import Doors
from tests.security.test_requests import somebody
from tests.security.world import NOW, World

READS = [row for row in TABLE if row.method == "GET" and "static" not in row.rule]
FILTERED = [Row("GET", rule, query=query) for rule, query in (
    ("/actions", "state=all"), ("/actions", "state=done&late=1"), ("/reviews", "mine=1"), ("/incidents", "review=needs"),
    ("/incidents", "review=has"), ("/people", "state=all"), ("/api/v1/actions", "state=all&size=200"), ("/api/v1/reviews", "size=200"),
    ("/api/v1/incidents", "size=200"),
)]  # fmt: skip


@pytest.fixture(scope="module")
def few_and_many(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Doors, Doors]]:
    """The product on two databases: with one more row of everything, and with thirty more."""
    found = []
    for n in (1, 30):
        home = tmp_path_factory.mktemp(f"rows{n}")
        path = home / "world.db"
        shutil.copy(world.path, path)
        database = Database(f"sqlite:///{path}")
        with clock.told(NOW), database.unit_of_work() as session:
            enrich(session, world, n)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.dispose()
        found.append(Doors.open(replace(world, path=path), home))
    yield found[0], found[1]
    for doors in found:
        doors.close()


@contextmanager
def statements(doors: Doors) -> Iterator[list[str]]:
    """Every statement that the product's engine executes meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(" ".join(statement.split()))

    sa.event.listen(doors.database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(doors.database.engine, "before_cursor_execute", note)


def statements_of(doors: Doors, row: Row, who: str | None) -> list[str]:
    url = url_of(row, facts_of(doors, row, who, "open"))
    with statements(doors) as seen, doors.send(who, "GET", url) as answer:
        assert answer.status_code == row.status, answer.get_data(as_text=True)[-500:]
    return seen


@pytest.mark.parametrize("row", [*READS, *FILTERED], ids=lambda row: f"{row.id}?{row.query}")
def test_as_many_statements_for_thirty_rows_as_for_one(few_and_many: tuple[Doors, Doors], row: Row) -> None:
    few, many = few_and_many
    people = [None] if row.public else sorted({somebody(row), *(row.who.open & set(READERS))})
    for who in people:
        one, thirty = statements_of(few, row, who), statements_of(many, row, who)
        more = [s[:300] for s in thirty if thirty.count(s) > one.count(s)]
        assert len(thirty) == len(one), (who, len(one), len(thirty), list(dict.fromkeys(more))[:6])


def test_the_count_sees_a_statement_for_each_row(few_and_many: tuple[Doors, Doors]) -> None:
    """The proof that the comparison bites: a loop with a statement for each action."""
    counts = []
    for doors in few_and_many:
        with statements(doors) as seen, doors.database.unit_of_work(write=False) as session:
            for number in session.scalars(sa.text("SELECT id FROM action")).all():
                session.execute(sa.text("SELECT title FROM record WHERE id = :id"), {"id": number})
        counts.append(len(seen))
    assert counts[1] > counts[0] + 50


def test_no_page_needs_many(few_and_many: tuple[Doors, Doors]) -> None:
    """A ceiling, so that the constant does not creep: 60 statements for the largest page, BEGIN and the person included."""
    _, many = few_and_many
    counts = {row.id: len(statements_of(many, row, somebody(row))) for row in READS if not row.public}
    worst = sorted(counts.items(), key=lambda pair: -pair[1])[:5]
    assert worst[0][1] <= 60, worst
