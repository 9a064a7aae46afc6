"""Import of an export beside bare Core inserts of the same rows, on the same machine in the same run (trust.md B4: at most 2 x).

    python benchmarks/bench_import.py [--rows 25000] [--runs 3] [--kind list|log] [--file EXPORT] [--url postgresql://…]

``--kind log`` makes an audit log with five or six rows for each incident; ``--file`` takes a real export instead. *bare*: the rows that our import stored, read back into dictionaries, inserted into an empty database by Core ``insert()``
of seven tables and committed: nothing is read, checked or sealed. *import*: from the CSV on disk to the commit, with
reading, validation, comparison and audit. *store*: the same without reading the file (its facts lie in memory).
"""

from __future__ import annotations

import csv
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from ground import empty, timed

import wiring
from incidents.intake.facts import Intake
from incidents.models import Incident, IncidentChange, IncidentService, IncidentTime, TimelineEntry
from incidents.profiles.servicenow import read_servicenow
from incidents.service.importing import import_incidents
from kernel import audit, event
from kernel.db import Database
from kernel.intake.refusal import Remarks
from kernel.permission import machine
from kernel.record import Record
from organisation.models import Service

TABLES: list[Any] = [m.__table__ for m in (Service, Record, Incident, IncidentTime, IncidentService, IncidentChange, TimelineEntry)]
COLUMNS = ["number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count", "made_sla", "caller_id", "opened_at", "sys_updated_at", "contact_type", "location", "category", "subcategory", "u_symptom", "cmdb_ci", "impact", "urgency", "priority", "assignment_group", "assigned_to", "problem_id", "closed_code", "short_description", "resolved_at", "closed_at"]


def write_export(path: Path, rows: int) -> None:
    """A file like the real one: 26 columns, 1 service for 3 of 4 incidents, 200 services."""
    chance = random.Random(2026)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for n in range(rows):
            opened = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=17 * n)
            resolved = opened + timedelta(minutes=chance.randint(5, 5000))
            service = f"Service {chance.randint(1, 200)}" if chance.random() < 0.75 else "?"
            writer.writerow([
                f"INC{n:07}", "Closed", "false", chance.randint(0, 4), 0, chance.randint(1, 30), "true", f"Caller {chance.randint(1, 5000)}",
                f"{opened:%d/%m/%Y %H:%M}", f"{resolved:%d/%m/%Y %H:%M}", "Phone", f"Location {chance.randint(1, 200)}",
                f"Category {chance.randint(1, 50)}", f"Subcategory {chance.randint(1, 250)}", f"Symptom {chance.randint(1, 500)}", service,
                "2 - Medium", "2 - Medium", chance.choice(("1 - Critical", "2 - High", "3 - Moderate", "4 - Low")),
                f"Group {chance.randint(1, 70)}", "?", "?", f"code {chance.randint(1, 17)}", f"Something stopped working, case {n}",
                f"{resolved:%d/%m/%Y %H:%M}", f"{resolved + timedelta(days=3):%d/%m/%Y %H:%M}",
            ])  # fmt: skip


def write_log(path: Path, rows: int) -> None:
    """An audit log like the real one: each row of the list told as New, Active (twice or three times), Resolved, Closed."""
    listed = path.with_name("list.csv")
    write_export(listed, rows * 2 // 11)
    with listed.open(encoding="utf-8") as source, path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, [*COLUMNS, "sys_updated_by"])
        writer.writeheader()
        for place, row in enumerate(csv.DictReader(source)):
            states = ("New", "Active", "Active", *(("Awaiting User Info",) if place % 2 else ()), "Resolved", "Closed")
            for count, state in enumerate(states):
                at = {"Resolved": "resolved_at", "Closed": "closed_at"}.get(state, "opened_at")
                writer.writerow({
                    **row, "incident_state": state, "sys_mod_count": count, "sys_updated_at": row[at], "sys_updated_by": f"Updated by {place % 900}",
                    "assignment_group": row["assignment_group"] if count > 1 else "Service desk", "reassignment_count": int(count > 1),
                })  # fmt: skip


def whole(database: Database, path: Path) -> None:
    with database.unit_of_work() as session:
        took = import_incidents(session, machine(), read_servicenow(path), filename=path.name, sha256="0" * 64)
    assert not took.rejected


def store(database: Database, facts: list[Any]) -> None:
    with database.unit_of_work() as session:
        import_incidents(session, machine(), Intake(iter(facts), [], Remarks()), filename="memory", sha256="0" * 64)


def bare(database: Database, rows: list[list[dict[str, Any]]]) -> None:
    with database.unit_of_work() as session:
        connection = session.connection()
        for table, values in zip(TABLES, rows, strict=True):
            for start in range(0, len(values), 1000):
                connection.execute(sa.insert(table), values[start : start + 1000])


@click.command()
@click.option("--rows", default=25_000, show_default=True)
@click.option("--runs", default=3, show_default=True)
@click.option("--kind", type=click.Choice(["list", "log"]), default="list", show_default=True)
@click.option("--file", "given", type=click.Path(path_type=Path, exists=True), default=None, help="A real export in place of a made one.")
@click.option("--url", default=None, help="A PostgreSQL in which databases may be made; default: SQLite on disk.")
def main(rows: int, runs: int, kind: str, given: Path | None, url: str | None) -> None:
    """Print seconds per 1,000 rows (the best of the runs, which are taken in turns) and the ratios."""
    assert wiring.MODELS
    audit.use_key(bytes(32))
    event.subscribe([])
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = given or folder / "export.csv"
        if given is None:
            (write_log if kind == "log" else write_export)(path, rows)
        intake = read_servicenow(path)
        facts, rows = list(intake.rows), intake.understood.rows if intake.understood else rows
        with empty(url) as database:
            whole(database, path)
            with database.engine.connect() as connection:
                stored = [[dict(row) for row in connection.execute(sa.select(t)).mappings()] for t in TABLES]
        seconds: dict[str, list[tuple[float, float]]] = {"bare": [], "store": [], "import": [], "again": []}
        for _ in range(runs):
            with empty(url) as database:
                seconds["bare"].append(timed(lambda: bare(database, stored))[1:])
            with empty(url) as database:
                seconds["store"].append(timed(lambda: store(database, facts))[1:])
            with empty(url) as database:
                seconds["import"].append(timed(lambda: whole(database, path))[1:])
                seconds["again"].append(timed(lambda: whole(database, path))[1:])
    middle = {name: [min(taken) for taken in zip(*found, strict=True)] for name, found in seconds.items()}
    where = "PostgreSQL" if url else "SQLite"
    click.echo(f"{where}, {rows:,} rows of {len(facts):,} incidents, {sum(map(len, stored)):,} table rows, best of {runs}")
    click.echo("           wall s   per 1,000     x bare      CPU s     x bare")
    for name, (wall, cpu) in middle.items():
        base_wall, base_cpu = middle["bare"]
        click.echo(f"  {name:<7} {wall:7.2f}   {1000 * wall / rows:9.3f}   {wall / base_wall:8.2f}   {cpu:8.2f}   {cpu / base_cpu:8.2f}")


if __name__ == "__main__":
    main()
