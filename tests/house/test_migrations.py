"""The migrations lead, from nothing, to exactly the tables of the models; on both databases."""

from __future__ import annotations

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import migrations
import wiring
from kernel.db import Base, Database

FIRST_ROWS = (
    "INSERT INTO person (id, name, zone, created_at) VALUES (1, 'Anna', 'UTC', '2026-11-20 14:00:00')",
    "INSERT INTO service (id, name, owner_id) VALUES (1, 'Checkout', 1)",
    "INSERT INTO person_role (id, person_id, role, service_id) VALUES (1, 1, 'service_owner', 1)",
    ("INSERT INTO record (id, kind, ref, title, scope, version, created_at, changed_at)"
     " VALUES (1, 'incident', 'INC1', 'Down', 'open', 1, '2026-11-20 14:00:00', '2026-11-20 14:00:00')"),
    "INSERT INTO incident (id, source, severity, description, zone) VALUES (1, 'form', 1, '', 'UTC')",
    "INSERT INTO incident_service (incident_id, service_id) VALUES (1, 1)",
    ("INSERT INTO audit_entry (seq, at, actor_id, verb, record_id, canonical, mac)"
     " VALUES (1, '2026-11-20 14:00:00', 1, 'add incident', 1, '{}', '0')"),
)
VERSIONS = Path(migrations.__file__).parent / "versions"


def is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """All but the full-text index: tables, a column or an index of the database's own, kept by itself."""
    return not (name or "").startswith("search_index")


def test_models_equal_the_migrated_schema(database: Database) -> None:
    assert wiring.MODELS
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, Base.metadata) == []


def test_down_and_up_again(database: Database) -> None:
    migrations.downgrade(database)
    assert migrations.current(database) is None
    migrations.upgrade(database)
    assert migrations.current(database) == migrations.head(database)


def test_rows_survive_the_way_up(database: Database) -> None:
    """Rows of the first schema, a table that others point to among them, are there after every later migration."""
    migrations.downgrade(database, "0001")
    with database.engine.begin() as connection:
        for statement in FIRST_ROWS:
            connection.exec_driver_sql(statement)
    migrations.upgrade(database)
    with database.engine.connect() as connection:
        for table in ("person", "service", "person_role", "record", "incident", "incident_service", "audit_entry"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 1, table
    migrations.downgrade(database, "0001")
    migrations.upgrade(database)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM service").scalar() == "Checkout"
        if database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_numbers_are_linear() -> None:
    numbers = sorted(int(re.match(r"(\d{4})_", p.name).group(1)) for p in VERSIONS.glob("*.py"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_sqlite_is_durable(sqlite_only: Database) -> None:
    with sqlite_only.engine.connect() as connection:
        found = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("synchronous", "foreign_keys")}
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    assert found == {"synchronous": 2, "foreign_keys": 1}
    assert mode == "wal"
