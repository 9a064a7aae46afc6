"""One sweep at 10^4, 10^5 and 10^6 actions of which 1,000 are due, beside the bare SQL that selects the same rows, same run.

    python benchmarks/bench_sweep.py [--sizes 10000,100000,1000000] [--runs 9] [--url postgresql://…]

*bare*: one prepared statement of the driver that gives the ids of the due actions, as short as the database can say it.
*find*: what the actions answer to "what is due?", all their ladders. *decide*: the verdict for each of them and each person
concerned, with their calendars, hours and the ledger. *sweep*: deciding, and storing the ledger and one mail for each of 200
owners, committed. *again*: the next sweep, which finds all of it told. Around the due ones stand actions that were closed
(seven of ten), and open ones that are due in the next two years.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import click
import sqlalchemy as sa
from ground import empty, median_ms, one_review, timed
from sqlalchemy.orm import Session

import actions.nudging
import wiring
from actions.models import Action
from actions.rules.lifecycle import OPEN, ActionState
from actions.service import add_action
from kernel import audit, clock, event
from kernel.db import Database
from kernel.outbox import Message
from kernel.permission import machine
from kernel.record import Record
from nudges.models import Nudge
from nudges.queries.plan import ladders_in_force, lines
from nudges.service.sweep import sweep
from organisation.models import Person

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 12, 2, 12, tzinfo=UTC)  # a Wednesday
SEED, CHUNK, DUE, OWNERS = 2026, 5000, 1000, 200
#: Days from today of the due ones: seven and two days ahead, today, late by three working days, late by a week and a half.
DUE_IN = (7, 2, 0, -5, -11)
OPEN_IN_SQL = ", ".join(f"'{state.value}'" for state in OPEN)


def filled(session: Session, size: int) -> None:
    """Copies of one action that the services wrote, so that whatever columns there are, they are filled."""
    review = one_review(session, START)
    session.add_all(Person(name=f"Owner {n}", email=f"owner{n}@example.com", zone="UTC") for n in range(OWNERS))
    with clock.told(START):
        first = add_action(session, machine(), review.record.ref, {"title": "Add an alert", "due": date(2026, 12, 30), "kind": "prevent"})
    session.flush()
    audit.note(session, machine(), "fill")
    owners = session.scalars(sa.select(Person.id).where(Person.email.like("owner%"))).all()
    record = session.execute(sa.select(Record.__table__).where(Record.id == first.id)).mappings().one()
    action = session.execute(sa.select(Action.__table__)).mappings().one()
    session.execute(sa.delete(Action.__table__))
    chance, start = random.Random(SEED), first.id + 1
    for low in range(start, start + size, CHUNK):
        ids = range(low, min(low + CHUNK, start + size))
        session.execute(sa.insert(Record.__table__), [{**record, "id": i, "ref": f"ACT-{i:07}"} for i in ids])
        session.execute(sa.insert(Action.__table__), [
            {**action, "id": i, "owner_id": owners[i % OWNERS], **_standing(i - start, chance)} for i in ids])


def _standing(n: int, chance: random.Random) -> dict[str, Any]:
    if n < DUE:
        due, state = NOW.date() + timedelta(days=DUE_IN[n % len(DUE_IN)]), ActionState.IN_PROGRESS
    else:
        closed = chance.random() < 0.7
        due = NOW.date() + timedelta(days=chance.randint(-700, -1) if closed else chance.randint(15, 730))
        state = ActionState.VERIFIED if closed else ActionState.IN_PROGRESS
    return {"due": due, "original_due": due, "state": state}


def bare(session: Session) -> int:
    """Nothing told yet: due within seven days, or late and not told to the end of the ladder."""
    mark = "?" if session.get_bind().dialect.name == "sqlite" else "%s"
    day = (NOW.date() + timedelta(days=7)).isoformat()
    return len(session.connection().exec_driver_sql(
        f"SELECT a.id FROM action a WHERE a.state IN ({OPEN_IN_SQL}) AND a.due <= {mark} AND NOT EXISTS"
        " (SELECT 1 FROM nudge n WHERE n.item_id = a.id AND n.ladder = 'action_due' AND n.due_version = a.due_version AND n.rung >= 30)",
        (day,)).fetchall())


def measured(database: Database, runs: int) -> tuple[int, list[float]]:
    """How many are due, and ms: bare, find, decide, sweep, again."""
    with database.unit_of_work(write=False) as session:
        known = ladders_in_force(session, NOW)
        found = len(list(actions.nudging.due(session, known, NOW)))
        assert found == bare(session) == DUE, (found, bare(session))
        times = [
            median_ms(lambda: bare(session), runs),
            median_ms(lambda: list(actions.nudging.due(session, known, NOW)), runs),
            median_ms(lambda: list(lines(session, NOW)), runs),
        ]
    mails, wall, _ = timed(lambda: sweep(database))
    times.append(1000 * wall)
    assert mails == OWNERS, mails
    times.append(median_ms(lambda: sweep(database), runs))
    with database.unit_of_work(write=False) as session:
        counts = [session.scalar(sa.select(sa.func.count()).select_from(table)) for table in (Nudge, Message)]
    assert counts == [DUE, OWNERS], counts
    return found, times


@click.command()
@click.option("--sizes", default="10000,100000,1000000", show_default=True)
@click.option("--runs", default=9, show_default=True)
@click.option("--url", default=None, help="A PostgreSQL in which databases may be made; default: SQLite on disk.")
def main(sizes: str, runs: int, url: str | None) -> None:
    """Print medians in ms, and how often the bare SQL goes into finding."""
    wiring.connect()
    audit.use_key(bytes(32))
    event.subscribe([])
    click.echo(f"{'PostgreSQL' if url else 'SQLite'}\n{'actions':>9}{'due':>7}{'bare':>9}{'find':>9}{'x':>6}{'decide':>9}{'sweep':>9}{'again':>9}")
    for size in map(int, sizes.split(",")):
        with empty(url) as database, clock.told(NOW):
            with database.unit_of_work() as session:
                filled(session, size)
            with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE")
            found, times = measured(database, runs)
        ratio = times[1] / times[0]
        click.echo(f"{size:>9,}{found:>7,}{times[0]:>9.2f}{times[1]:>9.2f}{ratio:>6.1f}" + "".join(f"{t:>9.1f}" for t in times[2:]))


if __name__ == "__main__":
    main()
