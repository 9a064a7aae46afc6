"""``debrief import servicenow FILE`` and ``debrief import csv FILE --map MAP``: the answer on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.orm import Session

from incidents.intake.facts import Intake
from incidents.profiles.map_file import EXAMPLE, read_map
from incidents.profiles.profile import Profile
from incidents.profiles.reading import read_export
from incidents.profiles.servicenow import SERVICENOW
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


def _read_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every import has."""
    for option in (
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the answer."),
        click.option("--dry-run", is_flag=True, help="Read, compare, count, and store nothing."),
        click.option("--date-order", type=click.Choice(list(DATE_ORDERS)), help="Order of 03/04/2026, when the file itself cannot tell."),
        click.option("--zone", help="IANA zone of the times in the file, for example Europe/London. Default: the map's, else the organisation's."),
        click.argument("file", type=click.Path(path_type=Path)),
    ):
        command = option(command)
    return command


@import_group.command("servicenow")
@_read_options
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="TOML that says what is different in this ServiceNow: see 'debrief import map-example'.")
@click.pass_context
def servicenow(ctx: click.Context, /, file: Path, map_file: Path | None, **options: Any) -> None:
    """Import incidents that ServiceNow exported to FILE: a list or an audit log as CSV, or the table API's JSON, also zipped.

    In ServiceNow: open the incident list, right-click a column head, Export, CSV or JSON. The columns Number, Priority and
    Opened are needed; all others help. What kind of file it is shows by itself: where a number stands on several rows, they are
    its audit log, and the last of them is the incident. Importing the same file again changes nothing; a newer one updates by
    number. Either the whole file is stored or, when anything stops it, nothing of it.

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
               2 the file or the map cannot be read, nothing was stored · 1 anything else
    """
    _import(ctx, file, lambda: read_map(_content(map_file), map_file.name, SERVICENOW) if map_file else SERVICENOW, **options)


@import_group.command("csv")
@_read_options
@click.option("--map", "map_file", type=click.Path(path_type=Path), required=True, help="TOML that says which column is which: see 'debrief import map-example'.")
@click.pass_context
def csv(ctx: click.Context, /, file: Path, map_file: Path, **options: Any) -> None:
    """Import incidents that any tool exported to FILE (CSV or JSON, also zipped), read as a map says.

    \b
    Begin with the example, change it, and try it:
      debrief import map-example > map.toml
      debrief import csv tickets.csv --map map.toml --dry-run

    The answer, the exit codes and what a second import does are those of 'debrief import servicenow'.
    """
    _import(ctx, file, lambda: read_map(_content(map_file), map_file.name), **options)


@import_group.command("map-example")
def map_example() -> None:
    """Print a mapping file with every key explained, as a beginning for one's own."""
    click.echo(EXAMPLE.read_text(encoding="utf-8"), nl=False)


def _content(map_file: Path) -> bytes:
    try:
        return map_file.read_bytes()
    except OSError as error:
        raise Unreadable(f"The map {map_file} could not be read: {error.strerror or error}", "map") from error


def _import(
    ctx: click.Context, file: Path, profile_of: Callable[[], Profile], *, zone: str | None, date_order: str | None, dry_run: bool, form: str
) -> None:
    database: Database = ctx.obj.database
    try:
        profile, sent = profile_of(), look_at(file)
        with _unit_of_work(database, keep=not dry_run) as session:
            zone = zone or profile.zone or the_organisation(session).zone
            intake = read_export(file, profile, zone=zone, date_order=DATE_ORDERS.get(date_order or ""))
            with _progress(intake, sent):
                took = import_incidents(session, ctx.obj.actor, intake, filename=file.name, sha256=sent.sha256)
    except Unreadable as unreadable:
        click.echo(f"Error: {unreadable}. Nothing was stored.", err=True)
        ctx.exit(UNREADABLE)
    for warning in took.warnings:
        click.echo(f"Note: {warning}.", err=True)
    click.echo(json.dumps(took.told, ensure_ascii=False) if form == "json" else _words(took, dry_run=dry_run))
    ctx.exit(SOME_REJECTED if took.rejected else ALL_TAKEN)


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
