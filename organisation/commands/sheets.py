"""``debrief import services``, ``teams``, ``people`` and ``targets``: tables in CSV or XLSX."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from kernel import clock
from kernel.errors import Invalid
from kernel.intake.refusal import Reject, Unreadable
from kernel.intake.sent_file import look_at
from kernel.intake.sheet import open_sheet
from kernel.permission import machine
from organisation.commands.hands import Hands, unit_of_work
from organisation.queries.policy import the_organisation
from organisation.service.sheets import SHEETS, Sheet, plan, store
from organisation.service.target_sheet import differences, read_targets, store_targets

ALL_TAKEN, UNREADABLE, SOME_REJECTED = 0, 2, 3
MOST_SHOWN = 20

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what it would do, and store nothing.")
form_option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the answer.")

HELP = """Import {many} from FILE (CSV or XLSX, or a zip with one CSV).

Columns that are read: {columns}. Needed: {required}. A row is recognised by {key}: the same file again changes nothing.
A column that is not there changes nothing; an empty cell empties its field. All rows that can be taken are stored, or none.

Exit code: 0 all rows were taken; 3 some were rejected, the others stored; 2 the file cannot be read, nothing was stored.
"""


def _command(sheet: Sheet) -> click.Command:
    @click.command(sheet.name, help=HELP.format(
        many=sheet.noun[1], columns=", ".join(sheet.row().fields), required=" and ".join(sheet.required), key=sheet.key))
    @file_argument
    @dry_run_option
    @form_option
    @click.pass_context
    def run(ctx: click.Context, file: Path, dry_run: bool, form: str) -> None:
        run_import(ctx, sheet, file, dry_run=dry_run, form=form)

    return run


def run_import(ctx: click.Context, sheet: Sheet, file: Path, *, dry_run: bool, form: str) -> None:
    """Read, store unless it is a dry run, say what became of it, and end with the exit code that says so too."""
    hands: Hands = ctx.obj
    try:
        sent, table = look_at(file), open_sheet(file)
        with unit_of_work(hands, write=not dry_run) as session:
            made = plan(session, machine(), sheet, table)
            if not dry_run:
                store(session, machine(), sheet, made, filename=file.name, sha256=sent.sha256)
    except Unreadable as wrong:
        _unreadable(ctx, wrong)
    for warning in made.warnings:
        click.echo(f"Note: {warning}.", err=True)
    counts = {"created": len(made.new), "updated": len(made.changed), "unchanged": made.same}
    _answer(ctx, counts, made.rejects, form, dry_run=dry_run)


@click.command("targets")
@file_argument
@click.option("--from", "starts_on", type=click.DateTime(["%Y-%m-%d"]), help="First day in force. Default: today.")
@dry_run_option
@form_option
@click.pass_context
def targets(ctx: click.Context, file: Path, starts_on: datetime | None, dry_run: bool, form: str) -> None:
    """Import service level targets from FILE (CSV or XLSX) as the next version of the whole table.

    Columns: severity, applies_to (all, tier 1 to tier 4, or a service), response, restore, hours (calendar or support).
    A table with a row that cannot be taken is not stored: half a table would be another one.
    """
    hands: Hands = ctx.obj
    try:
        with unit_of_work(hands, write=not dry_run) as session:
            rows, rejects = read_targets(session, machine(), open_sheet(file))
            new, gone = differences(session, rows)
            if not dry_run and not rejects:
                day = starts_on.date() if starts_on else _today(the_organisation(session).zone)
                store_targets(session, machine(), rows, day)
    except Unreadable as wrong:
        _unreadable(ctx, wrong)
    except Invalid as wrong:
        raise click.ClickException(str(wrong)) from None
    if rejects:
        new, gone = [], []
    _answer(ctx, {"created": len(new), "removed": len(gone), "unchanged": len(rows) - len(new)}, rejects, form, dry_run=dry_run)


def _today(zone: str) -> date:
    return clock.now().astimezone(ZoneInfo(zone)).date()


def _unreadable(ctx: click.Context, wrong: Unreadable) -> None:
    click.echo(f"Error: {wrong}. Nothing was stored.", err=True)
    ctx.exit(UNREADABLE)


def _answer(ctx: click.Context, counts: dict[str, int], rejects: Sequence[Reject], form: str, *, dry_run: bool) -> None:
    if form == "json":
        rejected: list[dict[str, Any]] = [{"row": r.row, "column": r.column, "reason": r.reason} for r in rejects]
        click.echo(json.dumps({**counts, "rejected": rejected}, ensure_ascii=False))
    else:
        words = {"created": "new", "updated": "changed", "removed": "taken out", "unchanged": "as before"}
        click.echo(", ".join(f"{number:,} {words[name]}" for name, number in counts.items()) + ".")
        for reject in rejects[:MOST_SHOWN]:
            click.echo(f"  row {reject.row}{f', {reject.column}' if reject.column else ''}: {reject.reason}")
        if len(rejects) > MOST_SHOWN:
            click.echo(f"  and {len(rejects) - MOST_SHOWN:,} more; --format json lists them all")
        if dry_run:
            click.echo("Nothing was stored: this was a dry run.")
    ctx.exit(SOME_REJECTED if rejects else ALL_TAKEN)


imports = [*(_command(sheet) for sheet in SHEETS.values()), targets]
