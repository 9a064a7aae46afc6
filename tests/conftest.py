"""Fixtures that every test may use. The database takes part as itself: SQLite always, PostgreSQL when a URL is given.

``make test`` starts a real PostgreSQL and sets DEBRIEF_TEST_POSTGRES; a schema is migrated once per session and
database, and each test gets its own copy (a file copy on SQLite, a template database on PostgreSQL).
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import migrations
from kernel import audit
from kernel.config import Settings
from kernel.db import Database

AUDIT_KEY = bytes(range(32))
POSTGRES = os.environ.get("DEBRIEF_TEST_POSTGRES", "")
BACKENDS = ["sqlite", *(["postgresql"] if POSTGRES else [])]
SHARED = Path(__file__).resolve().parents[2] / "shared"

audit.use_key(AUDIT_KEY)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "template.db"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[str]:
    name = f"template_{uuid.uuid4().hex[:12]}"
    _postgres(f'CREATE DATABASE "{name}"')
    database = Database(_postgres_url(name))
    migrations.upgrade(database)
    database.dispose()
    yield name
    _postgres(f'DROP DATABASE "{name}"')


@cache
def _server() -> sa.Engine:
    return sa.create_engine(Database(POSTGRES).url, isolation_level="AUTOCOMMIT")


def _postgres(statement: str) -> None:
    with _server().connect() as connection:
        connection.exec_driver_sql(statement)


def _postgres_url(name: str) -> str:
    return sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)


@contextmanager
def fresh_database(backend: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    """An empty, migrated database of its own, gone afterwards."""
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "debrief.db")
        found = Database(f"sqlite:///{folder / 'debrief.db'}")
        yield found
        found.dispose()
        return
    template = request.getfixturevalue("migrated_postgres")
    name = f"test_{uuid.uuid4().hex[:12]}"
    _postgres(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    found = Database(_postgres_url(name))
    yield found
    found.dispose()
    _postgres(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database; the test runs once for each backend."""
    with fresh_database(request.param, request, tmp_path) as found:
        yield found


@pytest.fixture
def sqlite_only(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """For tests in which the database plays no part: pages, wording, browser."""
    shutil.copy(migrated_sqlite, tmp_path / "debrief.db")
    found = Database(f"sqlite:///{tmp_path / 'debrief.db'}")
    yield found
    found.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.unit_of_work() as found:
        yield found


def settings_for(database: Database, home: Path, **changes: object) -> Settings:
    values: dict[str, object] = {
        "home": home,
        "database_url": database.url.render_as_string(hide_password=False),
        "secret_key": "a secret of the tests only",
        "audit_key_file": home / "audit.key",
        "testing": True,
    }
    return Settings(**{**values, **changes})  # type: ignore[arg-type]


_PRODUCT: list[Any] = []


def product(database: Database, home: Path):  # noqa: ANN201 - Flask, imported late so that pure tests stay quick
    """The whole product on this database. Routes and templates are read once a process: each test lends them a site of its own."""
    from wsgi import create_app, open_site

    (home / "audit.key").write_text(AUDIT_KEY.hex())
    settings = settings_for(database, home)
    if not _PRODUCT:
        _PRODUCT.append(create_app(settings, database=database))
    (made,) = _PRODUCT
    made.extensions["debrief"] = open_site(settings, database)
    return made


@pytest.fixture
def app(database: Database, tmp_path: Path):  # noqa: ANN201 - Flask
    return product(database, tmp_path)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The one Chromium of this process: two of Playwright's loops cannot run side by side."""
    from playwright.sync_api import sync_playwright
    from server import CHROMIUM

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def shared() -> Path:
    """The folder of real data beside the repository; a test that needs it says so when it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"REAL DATA NOT TESTED: {SHARED / 'data'} is not there")
    return SHARED
