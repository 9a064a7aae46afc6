"""R3: the leader is killed, stopped and continued, or loses its backend, while it decides.

A job of the trial decides nearly without pause: it writes a message, waits a little, and commits. The key says in which term it
was decided. Numbers are given out in the order of writing, so a stale leader's message would stand after one of a later term.
"""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

import wiring
from kernel import leadership, outbox
from kernel.config import Settings
from kernel.db import Database
from kernel.job import Job
from kernel.outbox import Message
from tests.chaos.checker import Found, check
from tests.chaos.ground import KIND, Ground, leader


def decide(database: Database, _settings: Settings) -> None:
    """What a leader does, with a pause in the middle in which it may be stopped."""
    term = database._info[leadership.TERM]
    for number in range(20):
        with database.unit_of_work() as session:
            key = f"{term}/{os.getpid()}/{number}/{time.time_ns()}"
            outbox.put(session, kind=KIND, key=key, recipient_id=None, channel=outbox.MAIL, address="owner@example.org", payload={"term": term})
            if not database.is_sqlite:  # there it would hold the one lock of all writers
                time.sleep(0.02)
        time.sleep(0.03)


@dataclass(frozen=True)
class Led:
    """``takeovers``: seconds from the blow until another term began. ``stale``: messages of an older term after a newer one.

    ``blocked``: rounds in which nobody could lead until the stopped process went on, because it held SQLite's only lock.
    """

    rounds: int
    takeovers: tuple[float, ...]
    blocked: int
    stale: int
    decided: int
    found: Found


def _only_deciding() -> None:
    wiring.JOBS = (Job("decide", every=1, call=decide),)


def strike(ground: Ground, blow: str, rounds: int) -> Led:
    """Two processes; whoever leads gets the blow (a key of ``BLOWS``), and has to be followed by another term."""
    running, takeovers, blocked = [ground.start(_only_deciding) for _ in range(2)], [], 0
    with ground.database() as database:
        term, pid = _leader_after(database, 0, 60)
        for _ in range(rounds):
            time.sleep(0.3)
            began = time.monotonic()
            undo = BLOWS[blow](ground, database, pid)
            try:
                term, pid = _leader_after(database, term, 10 if database.is_sqlite else 60)
                takeovers.append(time.monotonic() - began)
            except TimeoutError:
                if not (database.is_sqlite and blow == "stop and continue"):
                    raise
                blocked += 1
            time.sleep(0.3)
            undo()
            time.sleep(0.3)
            term, pid = leader(database)
            running[:] = [child for child in running if ground.is_alive(child)]
            running += [ground.start(_only_deciding) for _ in range(2 - len(running))]
        for child in running:
            ground.kill(child, signal.SIGTERM)
        ground.finish()
        return Led(rounds, tuple(takeovers), blocked, *_order(database), check(database, ground.history))


def _kill(ground: Ground, _database: Database, pid: int) -> Callable[[], None]:
    ground.kill(pid)
    return lambda: None


def _stop(_ground: Ground, _database: Database, pid: int) -> Callable[[], None]:
    os.kill(pid, signal.SIGSTOP)
    return lambda: os.kill(pid, signal.SIGCONT)


def _cut(_ground: Ground, database: Database, _pid: int) -> Callable[[], None]:
    """End the backend that holds the leader's lock; PostgreSQL only."""
    holding = sa.text("SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                      " WHERE l.locktype = 'advisory' AND d.datname = current_database()")
    with database.engine.connect() as connection:
        connection.execute(holding).all()
    return lambda: None


BLOWS: dict[str, Callable[[Ground, Database, int], Callable[[], None]]] = {"kill -9": _kill, "stop and continue": _stop, "backend lost": _cut}


def _leader_after(database: Database, after: int, seconds: float) -> tuple[int, int]:
    """The first term after ``after``, and the process that leads in it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        term, pid = leader(database)
        if term > after:
            return term, pid
        time.sleep(0.02)
    raise TimeoutError(f"nobody led after term {after}")


def _order(database: Database) -> tuple[int, int]:
    """(stale messages, all of them)."""
    with database.engine.connect() as connection:
        terms = [int(key.split("/")[0]) for key in connection.scalars(sa.select(Message.key).order_by(Message.id))]
    newest = list(itertools.accumulate(terms, max))
    return sum(term < high for term, high in zip(terms, newest, strict=True)), len(terms)
