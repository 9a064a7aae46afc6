"""``make chaos``: every trial whole, on both databases, and a table of what came of it.

    python -m tests.chaos [--small]

PostgreSQL takes part when DEBRIEF_TEST_POSTGRES names one. Exit code 1 when a promise did not hold.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

import migrations
from kernel.db import Database
from tests.chaos.days import SCHEDULERS, WEB, sixty_days
from tests.chaos.faults import EXPECTED as FAULTS
from tests.chaos.faults import misbehave
from tests.chaos.ground import Ground, ground
from tests.chaos.kills import kill_at_random
from tests.chaos.leaders import BLOWS, strike
from tests.chaos.outage import outage
from tests.chaos.steps import EXPECTED as STEPS
from tests.chaos.steps import die_at

POSTGRES = os.environ.get("DEBRIEF_TEST_POSTGRES", "")
KEY = bytes(range(32))


@dataclass(frozen=True)
class Size:
    messages: int
    kills: int
    at_each_step: int
    each_fault: int
    slow_faults: int
    blows: int
    outage: float  # seconds
    actions: int  # of the sixty days
    answers: int  # each day, of each web process


WHOLE = Size(messages=10_000, kills=200, at_each_step=50, each_fault=1000, slow_faults=20, blows=20, outage=60, actions=10_000, answers=40)
SMALL = Size(messages=600, kills=12, at_each_step=3, each_fault=10, slow_faults=2, blows=2, outage=3, actions=60, answers=1)


@contextmanager
def fresh(backend: str) -> Iterator[Ground]:
    """A migrated, empty database of its own, with a sink beside it."""
    with tempfile.TemporaryDirectory(prefix="chaos") as name:
        folder = Path(name)
        (folder / "audit.key").write_text(KEY.hex())
        url, drop = _database(backend, folder)
        database = Database(url)
        migrations.upgrade(database)
        database.dispose()
        try:
            with ground(url, folder) as made:
                yield made
        finally:
            drop()


def _database(backend: str, folder: Path):
    if backend == "sqlite":
        return f"sqlite:///{folder / 'debrief.db'}", lambda: None
    name = f"chaos_{uuid.uuid4().hex[:12]}"
    _postgres(f'CREATE DATABASE "{name}"')
    url = sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    return url, lambda: _postgres(f'DROP DATABASE "{name}" WITH (FORCE)')


def _postgres(statement: str) -> None:
    engine = sa.create_engine(Database(POSTGRES).url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


class Table:
    """Prints rows as they come, and remembers whether every promise held."""

    def __init__(self) -> None:
        self.broken = 0

    def row(self, backend: str, trial: str, told: str, *, holds: bool) -> None:
        self.broken += not holds
        print(f"{'holds ' if holds else 'BROKEN'}  {backend:<10}  {trial:<28}  {told}", flush=True)


def random_kills(table: Table, backend: str, size: Size) -> None:
    senders = 1 if backend == "sqlite" else 3
    with fresh(backend) as field:
        killed = kill_at_random(field, messages=size.messages, kills=size.kills, senders=senders, pause=0.06)
    found = killed.found
    holds = (found.messages, found.lost, found.new_ids, found.strange, found.unmarked, found.failed) == (size.messages, 0, 0, 0, 0, 0)
    holds = holds and found.copies <= killed.landed and killed.landed >= size.kills
    told = (f"{found.messages} messages, {senders} sender(s), {killed.landed} kills landed, {killed.holding} of them while a message was out: lost {found.lost}, copies {found.copies}"
            f" (unmarked {found.unmarked}), new Message-IDs {found.new_ids}, in doubt {found.in_doubt}; {killed.seconds:.0f} s")
    table.row(backend, "kill -9 at random", told, holds=holds)


def each_step(table: Table, backend: str, size: Size) -> None:
    for step, (taken, doubts) in STEPS.items():
        with fresh(backend) as field:
            came = die_at(field, step, size.at_each_step)
        told = f"{size.at_each_step} times: " + ", ".join(f"{n} x {s}, taken {t}, doubts {d}" for (s, t, d), n in came.items())
        table.row(backend, f"killed {step}", told, holds=came == {("sent", taken, doubts): size.at_each_step})


def each_fault(table: Table, backend: str, size: Size) -> None:
    with fresh(backend) as field:
        found = misbehave(field, each=size.each_fault, slow=size.slow_faults)
    for name, expected in FAULTS.items():
        told = ", ".join(f"{n} x {s}, taken {t}, doubts {d}{', bounced' if b else ''}" for (s, t, d, b), n in found.came[name].items())
        table.row(backend, name.replace("fault-", "relay: "), told, holds=set(found.came[name]) == {expected})
    times = found.healthy_among_faults / found.healthy_alone
    told = f"{found.healthy_alone:.1f} s alone, {found.healthy_among_faults:.1f} s among as many faulty ones: {times:.2f} times (2 promised)"
    table.row(backend, "healthy addresses served in", told, holds=times <= 2)


def each_blow(table: Table, backend: str, size: Size) -> None:
    for blow in BLOWS:
        if backend == "sqlite" and blow == "backend lost":
            continue
        with fresh(backend) as field:
            led = strike(field, blow, size.blows)
        holds = (led.stale, led.found.lost, led.found.strange, led.found.unmarked) == (0, 0, 0, 0)
        times = led.takeovers or (0.0,)
        told = (f"{led.rounds} rounds: next leader after {sum(times) / len(times):.1f} s, at most {max(times):.1f} s, none in {led.blocked}"
                f" (lease {field.lease.total_seconds():.0f} s); {led.decided} decisions, stale {led.stale}, lost {led.found.lost}, copies {led.found.copies}")
        table.row(backend, f"leader: {blow}", told, holds=holds)


def database_gone(table: Table, backend: str, size: Size) -> None:
    senders = 1 if backend == "sqlite" else 3
    with fresh(backend) as field:
        came = outage(field, POSTGRES, messages=size.messages // 5, seconds=size.outage, senders=senders)
    found = came.found
    holds = (found.lost, found.new_ids, found.strange, found.unmarked, found.failed, came.died) == (0, 0, 0, 0, 0, 0)
    told = (f"for {size.outage:.0f} s: {found.messages} messages, sent meanwhile {came.meanwhile}, processes that ended {came.died},"
            f" all done {came.back:.1f} s after it; lost {found.lost}, copies {found.copies} (unmarked {found.unmarked})")
    table.row(backend, "no database", told, holds=holds and found.copies <= senders)


def days(table: Table, backend: str, size: Size) -> None:
    with fresh(backend) as field:
        came = sixty_days(field, actions=size.actions, answers=size.answers)
    holds = (came.missing, came.twice, came.late, came.crowded, came.copies, came.lost) == (0, 0, 0, 0, 0, 0)
    told = (f"{SCHEDULERS} schedulers, {WEB} web processes, {came.actions} actions of which {came.answered} were answered: {came.told} rungs told in {came.mails} mails,"
            f" missing {came.missing}, twice {came.twice}, after the answer {came.late}, second mails of a day {came.crowded}, copies {came.copies}, lost {came.lost}")
    table.row(backend, "sixty days", told, holds=holds)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--small", action="store_true", help="Minutes instead of an hour: fewer of everything.")
    size, table = SMALL if parser.parse_args().small else WHOLE, Table()
    if not POSTGRES:
        print("PostgreSQL NOT TESTED: set DEBRIEF_TEST_POSTGRES")
    for trial in (random_kills, each_step, each_fault, each_blow, database_gone, days):
        for backend in ["sqlite", *(["postgresql"] if POSTGRES else [])]:
            trial(table, backend, size)
    print(f"{table.broken} broken" if table.broken else "Every promise held.")
    return bool(table.broken)


if __name__ == "__main__":
    sys.exit(main())
