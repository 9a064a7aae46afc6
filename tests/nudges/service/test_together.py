"""Several sweepers at once, for 60 days, on both databases: every rung once, every message whole (R2). And who answers or is
replaced while a message is claimed (R6)."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from time import perf_counter_ns
from typing import Any

import sqlalchemy as sa

from actions.service import edit_action, transition
from kernel import clock
from kernel.db import Database
from kernel.delivery.patience import Patience
from kernel.delivery.queue import claim
from kernel.outbox import Message
from kernel.record import Record
from nudges.models import Nudge
from nudges.service.sweep import sweep
from organisation.models import Person
from tests.nudges.model import newest, weekdays

#: Small in the suite; ``make chaos`` sets DEBRIEF_CHAOS and runs it whole.
WHOLE = bool(os.environ.get("DEBRIEF_CHAOS"))
ACTIONS, SWEEPERS, SWEEPS_A_DAY, RACES = (400, 7, 3, 10_000) if WHOLE else (8, 3, 1, 8)
FIRST_DAY = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)


def swept_together(database: Database, moment: datetime) -> None:
    start = Barrier(SWEEPERS)

    def one(_number: int) -> None:
        start.wait()
        with clock.told(moment):
            sweep(database)

    with ThreadPoolExecutor(SWEEPERS) as pool:
        list(pool.map(one, range(SWEEPERS)))


def test_sixty_days_of_several_sweepers(database: Database, tell: Any) -> None:
    with tell.written(database) as session:
        tell.house(session)
        dues = {tell.action(session, date(2026, 12, 1) + timedelta(days=n % 17), title=f"Number {n}").id: date(2026, 12, 1) + timedelta(days=n % 17)
                for n in range(ACTIONS)}
    days = [FIRST_DAY + timedelta(days=n) for n in range(60) if weekdays((FIRST_DAY + timedelta(days=n)).date())]
    for day in days:
        for n in range(SWEEPS_A_DAY):
            swept_together(database, day + timedelta(hours=2 * n))
    with database.unit_of_work(write=False) as session:
        rows = session.execute(sa.select(Nudge, Person.name).join(Person, Person.id == Nudge.recipient_id)).all()
        messages = session.scalars(sa.select(Message)).all()
    asked = Counter((row.item_id, row.rung) for row, name in rows if name == "Raj Patel")
    expected = {(item, rung) for item, due in dues.items() for day in days
                if (rung := newest(due, day.date(), weekdays, early=True)) is not None}
    assert set(asked) == expected
    assert max(asked.values()) == 1
    assert {row.message_id for row, _ in rows} == {m.id for m in messages}, "no message says nothing, and no row is without one"
    assert max(Counter((m.recipient_id, m.payload["day"]) for m in messages).values()) == 1


def test_closed_or_given_away_while_it_is_claimed(database: Database, tell: Any) -> None:
    """Whoever claims after the change has committed sends nothing of it; in which order they came the clock says."""
    with tell.written(database) as session:
        tell.house(session)
    late = 0
    for n in range(RACES):
        moment = f"2026-12-{4 + 7 * (n % 3):02} 09:30"
        with tell.written(database) as session:
            ref = tell.action(session, date.fromisoformat(moment[:10]), title=f"Race {n}").record.ref
            session.execute(sa.delete(Nudge))
            session.execute(sa.delete(Message))
        tell.swept(database, moment)
        changed_at, claimed_at, text = raced(database, tell, ref, moment, close=n % 2 == 0)
        if changed_at < claimed_at:
            late += 1
            assert text is None or ref not in text, f"race {n}: told after the change had committed"
        with tell.written(database, moment) as session:
            if n % 2:
                transition(session, tell.as_actor(session, "Maya Lindqvist"), ref, "cancel", reason="Next race")
    if WHOLE:
        assert 0 < late < RACES, "one of the two was always first: no race"


def raced(database: Database, tell: Any, ref: str, moment: str, *, close: bool) -> tuple[int, int, str | None]:
    """(when the change had committed, when the claim began, what was claimed)."""
    start = Barrier(2)

    def change() -> int:
        start.wait()
        with tell.written(database, moment) as session:
            if close:
                transition(session, tell.as_actor(session, "Maya Lindqvist"), ref, "cancel", reason="Not needed")
            else:
                version = session.scalars(sa.select(Record.version).where(Record.ref == ref)).one()
                edit_action(session, tell.as_actor(session, "Anna Kowalski"), ref, version, {"owner": tell.who(session, "Lena Brandt").id})
        return perf_counter_ns()

    def take() -> tuple[int, str | None]:
        start.wait()
        began = perf_counter_ns()
        with clock.told(tell.at(moment)):
            found = claim(database, "a sender", Patience())
        return began, found.text if found else None

    with ThreadPoolExecutor(2) as pool:
        changing, taking = pool.submit(change), pool.submit(take)
        began, text = taking.result()
        return changing.result(), began, text
