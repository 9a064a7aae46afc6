"""The database: instants, words, units of work, and the settings that make SQLite safe."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from kernel import audit
from kernel.db import Database, UtcTime, enum_column
from kernel.permission import machine
from kernel.record import Record, Scope, lock, touch
from kernel.ref import RecordKind

DIALECT = sqlite.dialect()


def record(session: sa.orm.Session, ref: str = "ACT-9001", **more: object) -> Record:
    found = Record(kind=RecordKind.ACTION, ref=ref, title="Watch it", **more)
    session.add(found)
    session.flush()
    audit.note(session, machine("test"), "make record")
    return found


def test_an_instant_comes_back_as_the_same_instant(database: Database) -> None:
    there = datetime(2026, 11, 20, 15, 3, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    with database.unit_of_work() as session:
        number = record(session, created_at=there).id
    with database.unit_of_work(write=False) as session:
        found = session.get_one(Record, number).created_at
    assert (found, found.tzinfo) == (there, UTC)


def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive time"), database.unit_of_work() as session:
        record(session, created_at=datetime(2026, 11, 20))


def test_no_time_is_no_time() -> None:
    kind = UtcTime()
    assert kind.process_bind_param(None, DIALECT) is None
    assert kind.process_result_value(None, DIALECT) is None


def test_a_word_that_is_none_is_refused_by_the_database(database: Database) -> None:
    with database.unit_of_work() as session:
        record(session)
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE record SET scope = 'secret'")


def test_a_word_is_stored_as_its_value() -> None:
    assert enum_column(Scope, "scope").enums == ["open", "restricted"]
    assert enum_column(Scope, "scope").length == 24


def test_a_unit_of_work_is_all_or_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.unit_of_work() as session:
        record(session)
        raise RuntimeError
    with database.unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Record)) == 0


def test_a_change_without_an_audit_entry_is_refused(database: Database) -> None:
    with pytest.raises(audit.Unaudited, match="record"), database.unit_of_work() as session:
        session.add(Record(kind=RecordKind.ACTION, ref="ACT-9001", title="Silent"))


def test_the_second_of_two_savers_is_told(database: Database) -> None:
    """The version counter of the row: no silent overwrite even where a service forgot to ask."""
    if database.is_sqlite:
        pytest.skip("SQLite lets one writer in at a time; tests/load shows the answer of the product")
    with database.unit_of_work() as session:
        number = record(session).id
    first, second = database.open(write=True), database.open(write=True)
    one, other = first.get_one(Record, number), second.get_one(Record, number)
    one.title, other.title = "First", "Second"
    for session in (first, second):
        audit.note(session, machine("test"), "edit")
    first.commit()
    with pytest.raises(sa.orm.exc.StaleDataError):
        second.commit()
    second.rollback()
    first.close()
    second.close()


def test_touch_is_a_new_version_even_within_one_tick(database: Database) -> None:
    from kernel import clock

    with clock.told(datetime(2026, 11, 20, tzinfo=UTC)):
        with database.unit_of_work() as session:
            number = record(session).id
        for expected in (2, 3):
            with database.unit_of_work() as session:
                found = session.get_one(Record, number)
                touch(found, None)
                audit.note(session, machine("test"), "touch")
            assert found.version == expected


def test_lock_reads_the_row_anew(database: Database) -> None:
    with database.unit_of_work() as session:
        number = record(session).id
    with database.unit_of_work() as session:
        found = session.get_one(Record, number)
        session.execute(sa.update(Record).values(title="Changed beneath").execution_options(synchronize_session=False))
        lock(session, found)
        assert found.title == "Changed beneath"
        session.rollback()


def test_sqlite_writers_queue_and_readers_do_not(sqlite_only: Database) -> None:
    """A unit that writes holds the lock from its first moment; one that reads is not kept waiting (R10)."""
    with sqlite_only.unit_of_work():
        with sqlite_only.unit_of_work(write=False) as reading:
            assert reading.scalar(sa.text("SELECT 1")) == 1
        impatient = sa.create_engine(sqlite_only.url, connect_args={"timeout": 0}, isolation_level="AUTOCOMMIT")
        with impatient.connect() as other, pytest.raises(OperationalError, match="locked"):
            other.exec_driver_sql("BEGIN IMMEDIATE")
        impatient.dispose()


def test_sqlite_waits_fifteen_seconds_for_a_lock(sqlite_only: Database) -> None:
    with sqlite_only.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 60_000


def test_sqlite_keeps_foreign_keys(sqlite_only: Database) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), sqlite_only.unit_of_work() as session:
        session.execute(sa.text("INSERT INTO participation (record_id, person_id, part) VALUES (999, 999, 'scribe')"))


def test_a_postgresql_url_gets_its_driver() -> None:
    found = Database("postgresql://user@host/name")
    assert found.url.drivername == "postgresql+psycopg"
    assert not found.is_sqlite
    found.dispose()


def test_a_file_url_is_sqlite(tmp_path: Path) -> None:
    found = Database(f"sqlite:///{tmp_path / 'x.db'}")
    assert found.is_sqlite
    found.dispose()


def test_writers_are_let_in_one_after_another(tmp_path: Path) -> None:
    """In the order in which they came; the queue is left at the commit, by an exception and by a process that dies."""
    database = Database(f"sqlite:///{tmp_path / 'queue.db'}")
    came: list[int] = []
    first = database.open(write=True)

    def write(number: int) -> None:
        with database.unit_of_work():
            came.append(number)

    waiting = [threading.Thread(target=write, args=(n,)) for n in range(5)]
    for thread in waiting:
        thread.start()
        time.sleep(0.05)
    assert came == []
    first.rollback()
    first.close()
    for thread in waiting:
        thread.join(10)
    assert came == [0, 1, 2, 3, 4]
    with pytest.raises(ZeroDivisionError), database.unit_of_work():
        raise ZeroDivisionError
    held = f"import time; from kernel.db import Database; Database({str(database.url)!r}).open(write=True); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", held], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
    write(6)
    assert came[-1] == 6
    database.dispose()
