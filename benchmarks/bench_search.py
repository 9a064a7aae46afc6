"""Search at 10^5 reviews beside the bare full-text SQL of the same database, in the same run (issue goal).

    python benchmarks/bench_search.py [--reviews 100000] [--runs 9] [--url postgresql://…]

*bare*: the newest 20 keys that the database's own index gives for the words, in a prepared statement of the driver: no
rights, no titles, no counts. *ours*: one call of ``search`` as an outsider for whom every tenth review does not exist, with
the titles of 20 results and the counts by kind. *index*: writing all texts anew, per 1,000; an import pays it too.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

import click
import sqlalchemy as sa
from ground import empty, median_ms, one_review
from sqlalchemy.orm import Session

import wiring
from kernel import audit, event
from kernel.permission import Actor, Role
from kernel.record import Record, Scope
from kernel.search import asked, rebuild, search
from pir.models import Review

START = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)
SEED, CHUNK = 2026, 5000
COMMON = ("checkout", "database", "refused", "writes", "volume", "full", "standby", "failed", "customers", "certificate", "expired", "gateway")
QUERIES = ("checkout", "checkout refused", "word4711", "word47", "check data", '"volume full"', "checkout word4711", "PIR-2025-0999", "nothinghasthis")


def tables_filled(session: Session, reviews: int) -> None:
    """Copies with a title of 7 words and a summary of 40; common words by rank, and 20,000 rare ones. Every tenth is restricted."""
    chance, connection = random.Random(SEED), session.connection()
    review = connection.execute(sa.select(Review.__table__)).mappings().one()
    record = connection.execute(sa.select(Record.__table__).where(Record.id == review["id"])).mappings().one()
    first = 1 + (connection.execute(sa.select(sa.func.max(Record.id))).scalar() or 0)

    def text(length: int) -> str:
        return " ".join(chance.choice(COMMON) if chance.random() < 0.6 else f"word{chance.randint(1, 20_000)}" for _ in range(length))

    for start in range(first, first + reviews, CHUNK):
        ids = range(start, min(start + CHUNK, first + reviews))
        connection.execute(sa.insert(Record.__table__), [
            {**record, "id": i, "ref": f"PIR-2025-{i:04}", "title": text(7).capitalize(), "scope": Scope.RESTRICTED if i % 10 == 0 else Scope.OPEN}
            for i in ids])
        connection.execute(sa.insert(Review.__table__), [{**review, "id": i, "summary": text(40)} for i in ids])


def bare(session: Session, typed: str) -> int:
    """The newest 20 keys, as short as the database can say it."""
    terms = asked(typed).terms
    if session.get_bind().dialect.name == "sqlite":
        match = " AND ".join(f'"{" ".join(t.words)}"' + ("*" if t.is_open else "") for t in terms)
        return len(session.connection().exec_driver_sql(
            "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT 20", (match,)).fetchall())
    match = " & ".join("<->".join(f"'{w}'" for w in t.words) + (":*" if t.is_open else "") for t in terms)
    return len(session.connection().exec_driver_sql(
        "SELECT id FROM search_text WHERE search_index @@ %(match)s::tsquery ORDER BY id DESC LIMIT 20", {"match": match}).fetchall())


@click.command()
@click.option("--reviews", default=100_000, show_default=True)
@click.option("--runs", default=9, show_default=True)
@click.option("--url", default=None, help="A PostgreSQL in which databases may be made; default: SQLite on disk.")
def main(reviews: int, runs: int, url: str | None) -> None:
    """Print medians in ms and the ratio for each query."""
    wiring.connect()
    audit.use_key(bytes(32))
    event.subscribe([])
    outsider = Actor(1, "Grace", frozenset({Role.VIEWER}), "form")
    with empty(url) as database:
        with database.unit_of_work() as session:
            one_review(session, START)
        with database.engine.begin() as connection, Session(connection) as session:
            tables_filled(session, reviews)
            session.flush()
            started = time.perf_counter()
            counts = rebuild(session)
            took = time.perf_counter() - started
            session.flush()
        if url:
            with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        click.echo(f"{'PostgreSQL' if url else 'SQLite'}, {counts['review']:,} reviews; index {took:.1f} s, {1e6 * took / reviews:.0f} ms per 1,000")
        click.echo(f"{'asked':<20}{'found':>7}{'bare ms':>10}{'ours ms':>10}{'x':>7}")
        with database.unit_of_work(write=False) as session:
            for typed in QUERIES:
                found = search(session, outsider, asked(typed))
                peer = median_ms(lambda t=typed: bare(session, t), runs)
                ours = median_ms(lambda t=typed: search(session, outsider, asked(t)), runs)
                click.echo(f"{typed:<20}{found.total:>6,}{'+' if found.has_more else ' '}{peer:>10.2f}{ours:>10.2f}{ours / peer:>7.1f}")


if __name__ == "__main__":
    main()
