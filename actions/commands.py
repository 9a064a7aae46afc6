"""``debrief import actions``: open actions that lived in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click

from actions.service.sheet import action_sheet
from kernel.permission import machine
from organisation.commands.sheets import dry_run_option, file_argument, form_option, run_import


@click.command("actions")
@file_argument
@click.option("--review", default="", help="Review of the rows that name none: its reference, or the number of its incident.")
@dry_run_option
@form_option
@click.pass_context
def import_actions(ctx: click.Context, file: Path, review: str, dry_run: bool, form: str) -> None:
    """Import actions from FILE (CSV or XLSX, or a zip with one CSV).

    Columns: title (needed), review, owner, due, original_due, kind, strength, state (to do, doing, done), measure,
    external_ref, created. Due dates may be past, and the first one is kept. Nobody is reminded of an action before its owner,
    or whoever runs its review, has confirmed it.

    An action is recognised by its ticket, or by its review and title: one that is here stays as it is, so the same file again
    changes nothing. All rows that can be taken are stored, or none.

    Exit code: 0 all rows were taken; 3 some were rejected, the others stored; 2 the file cannot be read, nothing was stored.
    """
    run_import(ctx, action_sheet(machine(), review), file, dry_run=dry_run, form=form)


imports = [import_actions]
