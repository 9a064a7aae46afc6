"""Alembic's entry: runs on the database that ``migrations.upgrade`` was given."""

from __future__ import annotations

import os
from typing import Any, Literal

from alembic import context

from kernel.db import Base, Database, UtcTime
from wiring import MODELS

assert MODELS, "the models have to be imported for the metadata to be whole"


def _rendered(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own column types as plain ones: an old migration must not change when our code does."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcTime) else False


def run() -> None:
    database = context.config.attributes.get("database") or Database(os.environ["DEBRIEF_DATABASE_URL"])
    with database.engine.connect() as connection:
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
