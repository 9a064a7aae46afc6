"""What several benchmarks stand on: an empty database, one review, somebody signed in, and the two clocks."""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

import migrations
from incidents.rules.times import TimeFact
from kernel import audit
from kernel.config import Settings
from kernel.db import Database
from kernel.permission import machine
from organisation.service.install import install
from pir.models import Review
from pir.service.opening import open_review

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def empty(url: str | None) -> Iterator[Database]:
    """A migrated database without a row, gone afterwards: SQLite on disk, or one more in the PostgreSQL at ``url``."""
    name = f"bench_{time.time_ns()}"
    with tempfile.TemporaryDirectory() as folder:
        server = sa.create_engine(Database(url).url, isolation_level="AUTOCOMMIT") if url else None
        if server is not None and url:
            with server.connect() as connection:
                connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
            database = Database(sa.make_url(url).set(database=name).render_as_string(hide_password=False))
        else:
            database = Database(f"sqlite:///{Path(folder) / name}.db")
        migrations.upgrade(database)
        yield database
        database.dispose()
        if server is not None:
            with server.connect() as connection:
                connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
            server.dispose()


def one_review(session: Session, start: datetime) -> Review:
    """An organisation and a review by the services, whose rows all others are copies of: whatever columns there are, they are filled."""
    install(session, machine(), name="Grace Okafor", email="grace@example.com", password_hash="-", zone="UTC", organisation="Nordwind")
    occurred = TimeFact("occurred", "person", start, "exact", "UTC", f"{start:%H:%M}")
    return open_review(session, machine(), title="Checkout down", severity=1, zone="UTC", times={"occurred": occurred})


def signed_in(home: Path, build: Callable[[Session], tuple[int, Any]]) -> tuple[Any, str]:
    """A product in ``home`` with what ``build`` writes; what it answers beside the person, and the cookie of that person."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from browser import Browser

    from wsgi import create_app

    audit.use_key(audit.make_key(home / "audit.key"))
    (home / "secret.key").write_text("benchmark of loopback only, not a secret")
    database = Database(f"sqlite:///{home / 'debrief.db'}")
    migrations.upgrade(database)
    with database.unit_of_work() as session:
        person, made = build(session)
    os.environ["DEBRIEF_HOME"] = str(home)
    client = Browser(create_app(Settings.from_environment(), database=database)).sign_in_as(person).client
    cookie = client.get_cookie("session") or client.get_cookie("debrief")
    assert cookie is not None
    return made, f"{cookie.key}={cookie.value}"


def median_ms(call: Callable[[], Any], runs: int) -> float:
    """Once to warm up, then the median of the runs."""
    call()
    return 1000 * statistics.median(timed(call)[1] for _ in range(runs))


def timed(call: Callable[[], Any]) -> tuple[Any, float, float]:
    """The answer, seconds on the clock, and seconds of this process alone: other work on the machine is not in the second."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    answer = call()
    return answer, time.perf_counter() - wall, time.process_time() - cpu
