"""Leading: one at a time, by term; a former leader writes nothing any more."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from kernel import leadership, outbox
from kernel.db import Database
from kernel.leadership import Candidate, Deposed, Leadership, locks_for
from kernel.outbox import Message

#: A process that leads, says so, and waits to be killed.
LEADER = """
import sys, time
from pathlib import Path
import wiring
from kernel.db import Database
from kernel.leadership import Candidate, locks_for
database = Database(sys.argv[1])
print(Candidate(database, locks_for(database, Path(sys.argv[2])), "other:1:a").step(), flush=True)
time.sleep(600)
"""


def candidate(database: Database, home: Path, name: str = "one:2:b", **given) -> Candidate:
    return Candidate(database, locks_for(database, home), name, **given)


@contextmanager
def other_leader(database: Database, home: Path) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-c", LEADER, database.url.render_as_string(hide_password=False), str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "1\n"
            yield process
        finally:
            process.kill()


def let_it_grow_old(database: Database) -> None:
    with database.unit_of_work() as session:
        row = session.get_one(Leadership, 1)
        row.until -= timedelta(hours=1)


def put(database: Database, key: str) -> None:
    with database.unit_of_work() as session:
        outbox.put(session, kind="note", key=key, recipient_id=None, channel="mail", address="a@example.com", payload={})


def keys(database: Database) -> list[str]:
    with database.unit_of_work(write=False) as session:
        return list(session.scalars(sa.select(Message.key)))


def test_the_first_leads_and_goes_on_leading(database: Database, tmp_path: Path) -> None:
    one = candidate(database, tmp_path)
    assert [one.step() for _ in range(3)] == [1, 1, 1]
    with database.unit_of_work(write=False) as session:
        row = session.get_one(Leadership, 1)
        assert (row.term, row.holder, row.until - row.beat_at) == (1, "one:2:b", leadership.LEASE)
        assert leadership.age(session) < timedelta(minutes=1)
    one.leave()


def test_the_second_stands_by_until_the_first_is_dead(database: Database, tmp_path: Path) -> None:
    with other_leader(database, tmp_path) as process:
        one = candidate(database, tmp_path)
        assert [one.step(), one.step()] == [None, None]
        process.kill()
        process.wait()
        for _ in range(500):  # PostgreSQL needs a moment to see that the connection is gone
            term = one.step()
            if term is not None:
                break
        assert term == 2
        one.leave()


def test_a_leader_that_shows_no_life_is_followed_and_its_writes_are_refused(database: Database, tmp_path: Path) -> None:
    with other_leader(database, tmp_path):
        stale = database.marked(**{leadership.TERM: 1})
        put(stale, "in its term")
        let_it_grow_old(database)
        one = candidate(database, tmp_path)
        assert one.step() == 2
        with pytest.raises(Deposed, match="term 1 is over, it is term 2"):
            put(stale, "too late")
        put(database.marked(**{leadership.TERM: 2}), "in the next term")
        with stale.unit_of_work(write=False) as session:  # who only reads does no harm
            assert session.scalar(sa.select(Leadership.term)) == 2
        assert keys(database) == ["in its term", "in the next term"]
        one.leave()


def test_who_was_followed_notices(database: Database, tmp_path: Path) -> None:
    one = candidate(database, tmp_path)
    assert one.step() == 1
    with database.unit_of_work() as session:
        session.get_one(Leadership, 1).term = 7
    assert one.step() == 8  # nobody holds lock 7, so whoever led in term 7 is dead: this one follows
    one.leave()


def test_a_lost_backend_is_lost_leadership(database: Database, tmp_path: Path) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no backends")
    one = candidate(database, tmp_path)
    assert one.step() == 1
    with database.engine.connect() as connection:
        connection.execute(sa.text(
            "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE l.locktype = 'advisory' AND d.datname = current_database()")).all()  # fmt: skip
    assert one.step() == 2
    one.leave()


def test_a_database_that_is_away_costs_the_leadership_and_no_more(sqlite_only: Database, tmp_path: Path, monkeypatch) -> None:
    one = candidate(sqlite_only, tmp_path)
    assert one.step() == 1
    with monkeypatch.context() as away:
        away.setattr(sqlite_only, "unit_of_work", _refuses)
        with pytest.raises(sa.exc.OperationalError):
            one.step()
        assert one.term is None
    assert one.step() == 2
    one.leave()


@contextmanager
def _refuses(*, write: bool = True) -> Iterator[None]:
    raise sa.exc.OperationalError("SELECT 1", {}, Exception("the database is away"))
    yield
