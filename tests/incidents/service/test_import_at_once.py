"""Two imports of one file at the same moment: one stores it, the other finds it stored."""

from __future__ import annotations

import threading

import sqlalchemy as sa
from servicenow_export import export, take

from kernel import audit, event
from kernel.db import Database
from kernel.record import Record


def test_two_at_once_store_once(database: Database) -> None:
    event.subscribe([])
    content, answers, start = export(*({"business_service": f"S{n % 7}"} for n in range(300))), [], threading.Barrier(3)

    def work() -> None:
        start.wait()
        with database.unit_of_work() as session:
            took = take(session, content)
            answers.append((took.created, took.unchanged))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(0, 300), (0, 300), (300, 0)]
    with database.unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Record)) == 300
        assert audit.verify(session, bytes(range(32))).sound
