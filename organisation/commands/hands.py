"""What these commands need of the context object, and how they speak."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from kernel.db import Database
from kernel.errors import DebriefError
from organisation.models import Person
from organisation.queries.person import by_email


class Hands(Protocol):
    """``ctx.obj`` of the ``debrief`` command."""

    @property
    def database(self) -> Database: ...


@contextmanager
def unit_of_work(hands: Hands, *, write: bool = True) -> Iterator[Session]:
    """One transaction; what a service refuses becomes one line on standard error and exit code 1."""
    try:
        with hands.database.unit_of_work(write=write) as session:
            yield session
    except DebriefError as refused:
        raise click.ClickException(str(refused)) from None


def person_of(session: Session, email: str) -> Person:
    found = by_email(session, email)
    if found is None:
        raise click.ClickException(f"Nobody has the mail address {email}. See 'debrief user list'.")
    return found


def show(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], form: str) -> None:
    """A list on standard output: a table for people, JSON for programs."""
    if form == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2, default=str))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " ").capitalize(), overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row[column]) for column in columns))
    Console(file=sys.stdout, markup=False, highlight=False).print(table)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


format_option = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="A table to read, or JSON on standard output.",
)
