"""Verification of the audit chain beside plain HMAC over the same bytes, in the same run (bar: 10 s for 10^6 entries).

    python benchmarks/bench_audit.py [--entries 1000000] [--url postgresql://…]

*hmac*: the sealed bytes already in memory, one HMAC-SHA-256 each, chained: nothing is read, parsed or compared. *verify*:
``audit.verify`` from the table, every column held against its bytes. The peak of memory is the process's own, before and after.
"""

from __future__ import annotations

import hmac
import resource
from datetime import UTC, datetime, timedelta
from typing import Any

import click
import sqlalchemy as sa
from ground import empty, timed

import wiring
from kernel import audit, clock
from kernel.db import Database

KEY, CHUNK = bytes(range(32)), 2_000
START = datetime(2026, 1, 1, tzinfo=UTC)


def fact(seq: int) -> dict[str, Any]:
    """As long as an edit of a review: a title and a summary before and after."""
    return {
        "seq": seq, "at": clock.stamp(START + timedelta(seconds=seq)), "actor": None, "door": "form", "verb": "edit review", "record": None,
        "before": {"title": f"Checkout down {seq}", "summary": "Nobody could pay."},
        "after": {"title": f"Checkout down, {seq} minutes", "summary": "Nobody could pay for 78 minutes, 41,200 customers were turned away."},
    }  # fmt: skip


def fill(database: Database, entries: int) -> None:
    """A sound chain, written past the services."""
    mac = audit.GENESIS
    with database.engine.begin() as connection:
        for start in range(1, entries + 1, CHUNK):
            rows = []
            for seq in range(start, min(start + CHUNK, entries + 1)):
                told = fact(seq)
                body = audit.canonical(told)
                mac = audit.sealed(KEY, mac, body)
                rows.append({"seq": seq, "at": datetime.fromisoformat(told["at"]), "actor_id": None, "verb": told["verb"], "record_id": None,
                             "canonical": body, "mac": mac})
            connection.execute(sa.insert(audit.AuditEntry), rows)
        connection.execute(sa.update(audit.AuditHead).values(seq=entries, mac=mac))


def plain(bodies: list[bytes]) -> None:
    mac = bytes(32)
    for body in bodies:
        mac = hmac.digest(KEY, mac + body, "sha256")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@click.command()
@click.option("--entries", default=1_000_000, show_default=True)
@click.option("--url", default=None, help="A PostgreSQL in which databases may be made; default: SQLite on disk.")
def main(entries: int, url: str | None) -> None:
    """Print seconds, the ratio to plain HMAC, and the memory."""
    assert wiring.MODELS
    with empty(url) as database:
        fill(database, entries)
        before = peak_mb()
        with database.unit_of_work(write=False) as session:
            found, wall, cpu = timed(lambda: audit.verify(session, KEY))
        assert found.sound, found.faults[:3]
        after = peak_mb()
        bodies = [audit.canonical(fact(seq)) for seq in range(1, entries + 1)]
        _, peer_wall, peer_cpu = timed(lambda: plain(bodies))
    click.echo(f"{'PostgreSQL' if url else 'SQLite'}, {found.entries:,} entries{'wall s':>12}{'CPU s':>9}{'CPU s for 10^6':>17}")
    for name, seconds in (("hmac", (peer_wall, peer_cpu)), ("verify", (wall, cpu))):
        click.echo(f"  {name:<28}{seconds[0]:>10.2f}{seconds[1]:>9.2f}{1e6 * seconds[1] / entries:>17.2f}")
    click.echo(f"  {cpu / peer_cpu:.1f} x hmac; memory +{after - before:.0f} MB")


if __name__ == "__main__":
    main()
