"""``debrief import servicenow FILE``: the answer on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.orm import Session

from incidents.intake.facts import Intake
from incidents.profiles.servicenow import read_servicenow
from incidents.rules.written import DateOrder
from incidents.service.importing import ImportResult, import_incidents
from kernel.db import Database
from kernel.intake.refusal import Unreadable
from kernel.intake.sent_file import SentFile, look_at
from organisation.queries.policy import the_organisation

ALL_TAKEN, UNREADABLE, SOME_REJECTED = 0, 2, 3
#: Year first needs no decision: a file whose dates are otherwise is then refused with the question.
DATE_ORDERS: dict[str, DateOrder | None] = {"dmy": "dmy", "mdy": "mdy", "ymd": None}
MOST_SHOWN = 20


@click.group("import")
def import_group() -> None:
    """Take in incidents from the export of another tool."""


@import_group.command("servicenow")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--zone", help="IANA zone of the times in the file, for example Europe/London. Default: the organisation's zone.")
@click.option("--date-order", type=click.Choice(list(DATE_ORDERS)), help="Order of 03/04/2026, when the file itself cannot tell.")
@click.option("--dry-run", is_flag=True, help="Read, compare, count, and store nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the answer.")
@click.pass_context
def servicenow(ctx: click.Context, file: Path, zone: str | None, date_order: str | None, dry_run: bool, form: str) -> None:
    """Import the incident list that ServiceNow exported to FILE (CSV, or a zip with one CSV).

    In ServiceNow: open the incident list, right-click a column head, Export, CSV. The columns Number, Priority and Opened
    are needed; all others help. Importing the same file again changes nothing; a newer one updates by number.
    Either the whole file is stored or, when anything stops it, nothing of it.

    \b
    Try it first, and see which rows it cannot take:
      debrief import servicenow incidents.csv --zone Europe/London --dry-run

    \b
    Times follow the columns: Opened is taken as detected (about), Resolved and Closed as they are; what the
    file does not say stays unknown. A time that a person entered stays and wins over the import.

    \b
    For scripts:
      debrief import servicenow incidents.zip --format json > answer.json
      {"incidents": 40, "created": 12, "updated": 3, "unchanged": 25,
       "rejected": [{"row": 7, "column": "Priority", "reason": "…"}], "reviews_opened": 1}

    \b
    Exit code: 0 all rows were taken · 3 some were rejected, the others stored
               2 the file cannot be read, nothing was stored · 1 anything else
    """
    database: Database = ctx.obj.database
    try:
        sent = look_at(file)
        with _unit_of_work(database, keep=not dry_run) as session:
            zone = zone or the_organisation(session).zone
            intake = read_servicenow(file, zone=zone, date_order=DATE_ORDERS.get(date_order or ""))
            with _progress(intake, sent):
                took = import_incidents(session, ctx.obj.actor, intake, filename=file.name, sha256=sent.sha256, zone=zone)
    except Unreadable as unreadable:
        click.echo(f"Error: {unreadable}. Nothing was stored.", err=True)
        ctx.exit(UNREADABLE)
    for warning in took.warnings:
        click.echo(f"Note: {warning}.", err=True)
    click.echo(json.dumps(answer(took), ensure_ascii=False) if form == "json" else _words(took, dry_run=dry_run))
    ctx.exit(SOME_REJECTED if took.rejected else ALL_TAKEN)


def answer(took: ImportResult) -> dict[str, Any]:
    """The JSON that others read; the names are fixed."""
    return {
        "incidents": took.incidents,
        "created": took.created,
        "updated": took.updated,
        "unchanged": took.unchanged,
        "rejected": [{"row": r.row, "column": r.column, "reason": r.reason} for r in took.rejected],
        "reviews_opened": took.reviews_opened,
    }


def _words(took: ImportResult, *, dry_run: bool) -> str:
    counts = f"{took.created:,} new, {took.updated:,} changed, {took.unchanged:,} as before"
    lines = [f"{_counted(took.incidents, 'incident')}: {counts}.", f"{_counted(took.reviews_opened, 'review')} opened by rule."]
    if took.rejected:
        lines.append(f"Not taken, {_counted(len(took.rejected), 'row')}:")
        lines += [f"  row {r.row}{f', {r.column}' if r.column else ''}: {r.reason}" for r in took.rejected[:MOST_SHOWN]]
        if len(took.rejected) > MOST_SHOWN:
            lines.append(f"  and {len(took.rejected) - MOST_SHOWN:,} more; --format json lists them all")
    return "\n".join([*lines, *(["Nothing was stored: this was a dry run."] if dry_run else [])])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@contextmanager
def _unit_of_work(database: Database, *, keep: bool) -> Iterator[Session]:
    """The same transaction either way; a dry run is rolled back at its end."""
    if keep:
        with database.unit_of_work() as session:
            yield session
        return
    session = database.open(write=True)
    try:
        yield session
    finally:
        session.rollback()
        session.close()


@contextmanager
def _progress(intake: Intake, sent: SentFile) -> Iterator[None]:
    """A bar on standard error while the rows are walked, when a person looks on."""
    console = Console(stderr=True)
    if not (sys.stderr.isatty() and console.is_terminal):
        yield
        return
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TextColumn("rows"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        # Lines are a little more than rows where cells hold line ends; in a zip nobody has counted them.
        intake.rows = iter(bar.track(intake.rows, total=sent.lines and sent.lines - 1))
        yield


commands = [import_group]
