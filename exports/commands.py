"""``debrief export``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from exports.service import WRITERS, take_document, write
from kernel import access


@click.group()
def export() -> None:
    """Write reports as files."""


@export.command()
@click.argument("ref")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="docx", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; default: the report's own name.")
@click.pass_obj
def review(hands: Any, ref: str, form: str, out: Path | None) -> None:
    """Write the report of one review, for example: debrief export review PIR-2026-0001 --out review.docx

    A signed review is written from its frozen edition, any other as it stands, marked as a draft.
    """
    with hands.database.unit_of_work(write=False) as session:
        document = take_document(session, hands.actor, ref, form)
        restricted = access.seen_in(session)
    access.write_down(hands.database, hands.actor, restricted, door="command", what=f"the report as {form}")
    file = write(document, form)
    target = out or Path(file.name)
    try:
        target.write_bytes(file.content)
    except OSError as wrong:
        raise click.ClickException(f"{target} cannot be written: {wrong.strerror}") from None
    click.echo(f"{target} written, {len(file.content):,} bytes", err=True)


commands = [export]
