"""The database: declarative base, column types, and the unit of work in which every change happens."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from kernel import writers

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(sa.types.TypeDecorator[datetime]):
    """An instant. Stored in UTC without zone (SQLite has none), returned aware; naive values are refused."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - theirs
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time {value.isoformat()}: say which zone it is in")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - theirs
        return None if value is None else value.replace(tzinfo=UTC)


def enum_column(kind: type[StrEnum], name: str) -> sa.Enum:
    """A StrEnum stored as its value with a CHECK constraint ``name``, so both databases refuse other words."""
    return sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=max(24, *(len(m.value) for m in kind)),
        values_callable=lambda e: [m.value for m in e],
    )


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcTime(), str: sa.Text()}


class Database:
    """An engine and the only way to a session: ``unit_of_work``."""

    def __init__(self, url: str, **options: Any) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.url.drivername == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.engine = sa.create_engine(self.url, pool_pre_ping=not self.is_sqlite, **options)
        if self.is_sqlite:
            _make_sqlite_strict(self.engine)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False, autoflush=True)
        self._info: dict[str, Any] = {}

    def marked(self, **info: Any) -> Database:
        """The same database; its sessions carry ``info``, for what listens to their commits."""
        twin = copy.copy(self)
        twin._info = {**self._info, **info}
        return twin

    @contextmanager
    def unit_of_work(self, *, write: bool = True) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on any exception."""
        session = self.open(write=write)
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()

    def open(self, *, write: bool) -> Session:
        """A session whose transaction takes the write lock at once (SQLite), so two writers queue and never deadlock."""
        session = self.sessions(info={"write": write, **self._info})
        if write and self.is_sqlite:
            session.connection(execution_options={"debrief_write": True})
        return session

    def dispose(self) -> None:
        self.engine.dispose()


def _make_sqlite_strict(engine: sa.Engine) -> None:
    """WAL, full durability, foreign keys, and our own BEGIN: the driver's would come too late (R10)."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("busy_timeout=60000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("debrief_write")
        if write:
            writers.queue_up(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    writers.let_the_next_in(engine)
