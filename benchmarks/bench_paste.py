"""Pasted timelines: reading them, and the whole way of 500 lines from the text to the commit (issue goal).

    python benchmarks/bench_paste.py [--runs 5]

*reading*: from the string to the list of lines, as a page or the command does it; the best of the runs is shown. The texts
differ in the way in which their times are written; the last one has no times at all. Peer: `dateutil`'s fuzzy reading of
each line, which finds a time where it can, and knows no days above, ranges, gaps, sections or blocks of code.

*whole*: 500 lines read, shown as the rows of the preview, loaded by its schema as the browser sends them, stored with
permission check and audit, committed to SQLite. Peer: bare inserts of the rows that were stored, committed.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import click
import sqlalchemy as sa
from dateutil import parser as dateutil

import migrations
import wiring
from incidents.models import TimelineEntry
from incidents.rules.times import TimeFact
from kernel import audit, event
from kernel.db import Database
from kernel.permission import Actor, Role, machine
from organisation.service.install import install
from pir.pages.lines import line_rows
from pir.rules.paste import parse
from pir.rules.times import leading
from pir.schemas.timeline import PastedLines
from pir.service.opening import open_review
from pir.service.timeline import add_entries

SIZES = (500, 5_000)
TEXTS: Mapping[str, Callable[[int], str]] = {
    "bullets": lambda n: f"- **{n // 60 % 24:02}:{n % 60:02} UTC** - step {n} of the rollback",
    "table": lambda n: f"| 2026-11-{n // 1440 % 28 + 1:02} {n // 60 % 24:02}:{n % 60:02} | Anna | step {n} |",
    "chat": lambda n: f"Anna Kowalski  {n // 60 % 12 + 1}:{n % 60:02} PM" if n % 2 == 0 else f"message {n}",
    "relative": lambda n: "14:03 start" if n == 0 else f"T+{n}m step",
    "prose": lambda n: f"Customer {n} could not order anything for the whole afternoon, and told us so.",
}


@click.command()
@click.option("--runs", default=5, show_default=True)
def main(runs: int) -> None:
    click.echo(f"{'text':<10}" + "".join(f"{f'{size:,} lines':>16}" for size in SIZES) + f"{'µs a line':>12}{'dateutil, 500':>16}")
    for name, line in TEXTS.items():
        peer = min(_fuzzy([line(n) for n in range(SIZES[0])]) for _ in range(runs))
        times = [min(_seconds("\n".join(line(n) for n in range(size))) for _ in range(runs)) for size in SIZES]
        click.echo(f"{name:<10}" + "".join(f"{seconds:>14.3f} s" for seconds in times) + f"{times[-1] / SIZES[-1] * 1e6:>12.0f}{peer:>14.3f} s")
    with tempfile.TemporaryDirectory() as made:
        found = [_whole(Path(made) / f"{run}.db") for run in range(runs)]
    whole, bare = (min(seconds) for seconds in zip(*found, strict=True))
    click.echo(f"whole, {SIZES[0]} lines: {whole:.3f} s; bare inserts of the same rows: {bare:.3f} s; ratio {whole / bare:.1f}")


def _seconds(text: str) -> float:
    leading.cache_clear()
    started = time.perf_counter()
    parse(text, date=date(2026, 11, 1), zone="Europe/London")
    return time.perf_counter() - started


def _fuzzy(lines: list[str]) -> float:
    started = time.perf_counter()
    for line in lines:
        try:
            dateutil.parse(line, fuzzy=True, default=datetime(2026, 11, 1, tzinfo=UTC))
        except (ValueError, OverflowError):
            continue
    return time.perf_counter() - started


def _whole(path: Path) -> tuple[float, float]:
    """Seconds of the whole way of 500 lines, and of bare inserts of its rows."""
    assert wiring.MODELS
    audit.use_key(bytes(32))
    event.subscribe([])
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database)
    with database.unit_of_work() as session:
        person = install(session, machine("bench"), name="Anna", email="anna@example.com", password_hash="-")
        actor = Actor(person.id, person.name, frozenset(Role), "form", "Europe/London")
        began = {"occurred": TimeFact("occurred", "person", datetime(2026, 11, 1, tzinfo=UTC), "exact", "Europe/London")}
        ref = open_review(session, actor, title="Checkout down", severity=1, zone="Europe/London", times=began).record.ref
    text = "\n".join(TEXTS["bullets"](n) for n in range(SIZES[0]))
    leading.cache_clear()
    started = time.perf_counter()
    rows = line_rows(parse(text, date=date(2026, 11, 1), zone="Europe/London"), "Europe/London")
    sent = [{key: row[key] or None if key in ("update_kind", "audience") else row[key]
             for key in ("at", "until", "text", "actor", "about", "leave_out", "update_kind", "audience")} for row in rows]
    body = PastedLines(zone="Europe/London").load({"zone": "Europe/London", "entries": sent})
    with database.unit_of_work() as session:
        assert len(add_entries(session, actor, ref, body["entries"])) == SIZES[0]
    whole = time.perf_counter() - started
    table = TimelineEntry.__table__
    with database.engine.begin() as connection:
        stored = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
        connection.execute(sa.delete(table))
    started = time.perf_counter()
    with database.engine.begin() as connection:
        connection.execute(sa.insert(table), stored)
    bare = time.perf_counter() - started
    database.dispose()
    return whole, bare


if __name__ == "__main__":
    main()
