"""The migrations lead, from nothing, to exactly the tables of the models; on both databases."""

from __future__ import annotations

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import migrations
import wiring
from kernel.db import Base, Database

VERSIONS = Path(migrations.__file__).parent / "versions"


def test_models_equal_the_migrated_schema(database: Database) -> None:
    assert wiring.MODELS
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_down_and_up_again(database: Database) -> None:
    migrations.downgrade(database)
    assert migrations.current(database) is None
    migrations.upgrade(database)
    assert migrations.current(database) == migrations.head(database)


def test_numbers_are_linear() -> None:
    numbers = sorted(int(re.match(r"(\d{4})_", p.name).group(1)) for p in VERSIONS.glob("*.py"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_sqlite_is_durable(sqlite_only: Database) -> None:
    with sqlite_only.engine.connect() as connection:
        found = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("synchronous", "foreign_keys")}
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    assert found == {"synchronous": 2, "foreign_keys": 1}
    assert mode == "wal"
