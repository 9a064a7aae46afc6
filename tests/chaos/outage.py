"""The database goes away under processes that decide and send, and comes back: all go on by themselves, nothing is lost.

On PostgreSQL every backend of the database is ended and no new one let in; on SQLite somebody else holds the one lock of writers.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from kernel.db import Database
from kernel.outbox import Message, State
from tests.chaos.checker import Found, check
from tests.chaos.ground import Ground
from tests.chaos.progress import until


@dataclass(frozen=True)
class Outage:
    """``meanwhile``: messages that were sent while it lasted; ``died``: processes that ended by it; ``back``: seconds from its end to the end of the work."""

    found: Found
    meanwhile: int
    died: int
    back: float


def outage(ground: Ground, server: str, *, messages: int, seconds: float, senders: int) -> Outage:
    """``server``: URL of a database beside the ground's own, from which PostgreSQL is told; unused on SQLite."""
    ground.fill([f"owner{n % 200}@example.org" for n in range(messages)])
    running = [ground.start() for _ in range(senders)]
    with ground.database() as database:
        until(lambda: _sent(database) > 0, lambda: ground.work(database), pause=0.005)
        before = _sent(database)
        with _gone(database, server):
            time.sleep(seconds)
        meanwhile = _sent(database) - before
        died = sum(not ground.is_alive(child) for child in running)
        back = until(lambda: not ground.left(database), lambda: ground.work(database))
        ground.stop_all()
        return Outage(check(database, ground.history), meanwhile, died, back)


def _sent(database: Database) -> int:
    with database.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(Message).where(Message.state == State.SENT)) or 0


@contextmanager
def _gone(database: Database, server: str) -> Iterator[None]:
    if database.is_sqlite:
        with closing(sqlite3.connect(str(database.url.database), timeout=30, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")
        return
    name = database.url.database
    database.dispose()
    engine = sa.create_engine(Database(server).url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.execute(sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name})
        yield
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    engine.dispose()
