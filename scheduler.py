"""Composition root for time: one leading process wakes the jobs of ``wiring.JOBS``.

APScheduler is only the clock: no job store, one interval per job, in UTC. What is due stands in the database, so a
wake that is missed, doubled or late does no harm. The lock saves work; it is not what keeps the jobs right.
"""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import IO

import sqlalchemy as sa
from apscheduler.schedulers.background import BackgroundScheduler

import wiring
from kernel import audit, event, outbox
from kernel.config import Settings
from kernel.db import Database
from kernel.job import Job

log = logging.getLogger("debrief.scheduler")

LOCK_NUMBER = 0x0DEB41EF  # any number that no other program on this PostgreSQL takes
POLL_SECONDS = 2.0


def run(settings: Settings) -> None:
    """Wait to become the leader, then wake the jobs until a signal comes."""
    audit.use_key(audit.read_key(settings.audit_key_file))
    outbox.use_origin(settings)
    wiring.connect()
    event.subscribe(wiring.SUBSCRIBERS)
    database = Database(settings.database_url)
    stop = _stopped_by_signal()
    with leadership(database, settings, stop) as leading:
        if leading:
            _lead(database, settings, stop)
    database.dispose()


def _lead(database: Database, settings: Settings, stop: list[bool]) -> None:
    clock = BackgroundScheduler(timezone="UTC")
    for job in wiring.JOBS:
        clock.add_job(wake, "interval", seconds=job.every, args=[job, database, settings], id=job.name,
                      coalesce=True, max_instances=1, misfire_grace_time=None)
        wake(job, database, settings)
    clock.start()
    log.info("scheduler leads with %d jobs", len(wiring.JOBS))
    while not stop:
        time.sleep(0.5)
    clock.shutdown(wait=True)


def wake(job: Job, database: Database, settings: Settings) -> None:
    """Run one job; a failure is logged and tried again at the next wake, the thread lives on."""
    try:
        job.call(database, settings)
    except Exception:
        log.exception("job %s failed; next try in %d s", job.name, job.every)


@contextmanager
def leadership(database: Database, settings: Settings, stop: list[bool]) -> Iterator[bool]:
    """True once this process leads; False when it was told to stop before. The lock dies with the process."""
    hold = _sqlite_lock(settings) if database.is_sqlite else _postgres_lock(database)
    while not stop:
        if next(hold):
            yield True
            hold.close()
            return
        time.sleep(POLL_SECONDS)
    yield False


def _sqlite_lock(settings: Settings) -> Iterator[bool]:
    import fcntl

    handle: IO[str] = (settings.home / "scheduler.lock").open("w")
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
        except OSError:
            yield False


def _postgres_lock(database: Database) -> Iterator[bool]:
    connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    while True:
        yield bool(connection.scalar(sa.text("SELECT pg_try_advisory_lock(:n)"), {"n": LOCK_NUMBER}))


def _stopped_by_signal() -> list[bool]:
    stop: list[bool] = []

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.append(True)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    return stop


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    run(Settings.from_environment())
