"""The schema's history: numbered, linear. ``upgrade`` brings a database to the head."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from kernel.db import Database


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    command.upgrade(_config(database), revision)


def downgrade(database: Database, revision: str = "base") -> None:
    command.downgrade(_config(database), revision)


def head(database: Database) -> str | None:
    """The newest revision that this code knows."""
    return ScriptDirectory.from_config(_config(database)).get_current_head()


def current(database: Database) -> str | None:
    """The revision that the database is at, None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
