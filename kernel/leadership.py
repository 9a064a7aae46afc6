"""Who leads among the scheduler processes: a term in the database, and a lock of the operating system for each term.

The row says which term it is, who leads it and until when that is good without a sign of life. The leader of term 7
holds lock 7. Another process takes term 8 when lock 7 is free (the leader died: seen at once) or when the row is too old
(the leader is stopped, hangs, or lost its database). What a former leader still tries to commit is refused: each of its
units of work asks, as its last statement, whether its term is still the term.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock
from kernel.db import Base, Database

LEASE = timedelta(seconds=15)
BEAT = 2.0  # seconds between two signs of life
STOPPED = 5  # seconds after which PostgreSQL takes the row from a process that stopped in the middle
TERM = "term"
LOCK_SPACE = 0x0DEB41EF  # any number that no other program on this PostgreSQL takes; the term is the second half


class Leadership(Base):
    """One row, made by the migration: never inserted here, so two first leaders cannot both be first."""

    __tablename__ = "leadership"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    term: Mapped[int]
    holder: Mapped[str] = mapped_column(sa.String(80), default="")
    beat_at: Mapped[datetime | None]
    until: Mapped[datetime | None]

    __table_args__ = (sa.CheckConstraint("id = 1", name="single"),)


class Deposed(RuntimeError):
    """Another process leads: what this one was about to write is not its to write any more."""


class TermLocks(Protocol):
    """One lock for each term; what is held goes with the process."""

    def take(self, term: int) -> bool: ...

    def release(self, term: int) -> None: ...

    def is_alive(self) -> bool: ...

    def close(self) -> None: ...


@dataclass
class Candidate:
    """A process that would lead. ``step`` is called every few seconds and says for which term it leads, if it does."""

    database: Database
    locks: TermLocks
    name: str
    lease: timedelta = LEASE
    term: int | None = None

    def step(self) -> int | None:
        """Give a sign of life, or try to become the leader. Raises what the database raises; then it leads no more."""
        try:
            if self.term is not None and not (self.locks.is_alive() and self._beat(self.term)):
                self.resign()
            if self.term is None:
                self.term = self._take_over()
        except sa.exc.SQLAlchemyError:
            self.resign()
            raise
        return self.term

    def resign(self) -> None:
        """Leave the lock to the next; the row stays, its term is over when somebody takes the next one."""
        if self.term is not None:
            self.locks.release(self.term)
        self.term = None

    def leave(self) -> None:
        """For good: the process ends."""
        self.resign()
        self.locks.close()

    def _take_over(self) -> int | None:
        with self.database.unit_of_work(write=False) as session:
            term, until = session.execute(sa.select(Leadership.term, Leadership.until)).one()
        is_free = self.locks.take(term)
        try:
            if not is_free and until is not None and until > clock.real():
                return None
            if not self.locks.take(term + 1):
                return None
            if not self._beat(term, to=term + 1):
                self.locks.release(term + 1)
                return None
            return int(term + 1)
        finally:
            if is_free:
                self.locks.release(term)

    def _beat(self, term: int, to: int | None = None) -> bool:
        now = clock.real()
        with self.database.unit_of_work() as session:
            _let_go_when_stopped(session)
            done = session.connection().execute(
                sa.update(Leadership).where(Leadership.term == term)
                .values(term=to or term, holder=self.name, beat_at=now, until=now + self.lease)
            )  # fmt: skip
        return done.rowcount == 1


class FileLocks:
    """Beside a SQLite file: term n is byte n of one file. Locks of POSIX: they die with the process, and know no threads."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, term: int) -> bool:
        try:
            fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, term)
        except OSError:
            return False
        return True

    def release(self, term: int) -> None:
        fcntl.lockf(self._handle, fcntl.LOCK_UN, 1, term)

    def is_alive(self) -> bool:
        return True

    def close(self) -> None:
        os.close(self._handle)


class AdvisoryLocks:
    """On PostgreSQL: locks of one connection. When its backend goes, they go, and so does the leadership."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._connection: sa.Connection | None = None

    def take(self, term: int) -> bool:
        return bool(self._ask("pg_try_advisory_lock", term))

    def release(self, term: int) -> None:
        if self.is_alive():
            self._ask("pg_advisory_unlock", term)

    def is_alive(self) -> bool:
        try:
            return self._connection is not None and self._connection.scalar(sa.text("SELECT 1")) == 1
        except sa.exc.SQLAlchemyError:
            self._forget()
            return False

    def _ask(self, function: str, term: int) -> object:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            return self._connection.scalar(sa.text(f"SELECT {function}(:space, :term)"), {"space": LOCK_SPACE, "term": term})
        except sa.exc.SQLAlchemyError:
            self._forget()
            raise

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
        self._connection = None


def locks_for(database: Database, home: Path) -> TermLocks:
    return FileLocks(home / "scheduler.lock") if database.is_sqlite else AdvisoryLocks(database)


def age(session: Session) -> timedelta | None:
    """Since the last sign of life of a leader; None when there was never one."""
    beat = session.scalar(sa.select(Leadership.beat_at))
    return None if beat is None else clock.real() - beat


@event.listens_for(Session, "before_commit")
def _fence(session: Session) -> None:
    """The last word of a leader's unit of work: the row is held until it has committed, so a takeover waits or comes first."""
    term = session.info.get(TERM)
    if term is None or not session.info.get("write") or session.in_nested_transaction():
        return
    _let_go_when_stopped(session)
    now = session.connection().scalar(sa.select(Leadership.term).with_for_update(read=True))
    if now != term:
        raise Deposed(f"term {term} is over, it is term {now}")


def _let_go_when_stopped(session: Session) -> None:
    """A process that is stopped while it holds the row must not keep it for ever: PostgreSQL ends its transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(sa.text(f"SET LOCAL idle_in_transaction_session_timeout = '{STOPPED}s'"))
