"""Alembic's entry: runs on the database that ``migrations.upgrade`` was given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from kernel.db import Base, Database, UtcTime
from wiring import MODELS

assert MODELS, "the models have to be imported for the metadata to be whole"


def _rendered(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own column types as plain ones: an old migration must not change when our code does."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcTime) else False


@contextmanager
def _rebuilding_tables(connection: sa.Connection, *, is_sqlite: bool) -> Iterator[None]:
    """SQLite changes a table by making it anew: with foreign keys on, dropping the old one would strand the rows that point to it.

    They are off meanwhile, as SQLite's own procedure asks, and every key is checked afterwards.
    """
    if not is_sqlite:
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    yield
    stranded = cursor.execute("PRAGMA foreign_key_check").fetchall()
    cursor.execute("PRAGMA foreign_keys=ON")
    if stranded:
        raise RuntimeError(f"rows without the row they point to: {stranded[:5]}")


def run() -> None:
    database = context.config.attributes.get("database") or Database(os.environ["DEBRIEF_DATABASE_URL"])
    with database.engine.connect() as connection, _rebuilding_tables(connection, is_sqlite=database.is_sqlite):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=database.is_sqlite,
            compare_type=True,
            render_item=_rendered,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
