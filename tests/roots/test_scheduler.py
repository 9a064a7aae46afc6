"""The scheduler by hand: one sweep at a told time; what /readyz says of it; a database that goes away for a while."""

from __future__ import annotations

import json
import threading
import time
from datetime import timedelta
from pathlib import Path

import make
import pytest
import sqlalchemy as sa
from conftest import AUDIT_KEY, settings_for
from server import Installation

import scheduler
import wiring
from kernel import clock, leadership, outbox
from kernel.db import Database
from kernel.delivery.mailbox import folder_of, newest
from kernel.delivery.patience import Patience
from kernel.job import Job
from kernel.outbox import MAIL, Message, Rendered, State


def put(database: Database, key: str, **given) -> None:
    with database.unit_of_work() as session:
        outbox.put(session, kind="note", key=key, recipient_id=None, channel=MAIL, address="anna@example.com", payload={}, **given)


@pytest.fixture(autouse=True)
def note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(outbox.RENDERERS, "note", lambda *_: Rendered("About", "text"))


def test_one_sweep_at_a_told_time(tmp_path: Path, monkeypatch) -> None:
    """What is due by then is sent, what is due later waits."""
    home = Installation(tmp_path, AUDIT_KEY).init()
    monkeypatch.setenv("DEBRIEF_DEMO", "1")
    database = Database(f"sqlite:///{tmp_path / 'debrief.db'}")
    put(database, "friday", not_before=make.at("2026-11-27 09:00"))
    put(database, "monday", not_before=make.at("2026-11-30 09:00"))
    assert json.loads(home.call("scheduler", "--once", "--at", "2026-11-27T10:30:00+01:00")) == {"sent": 1}
    assert len(newest(folder_of(tmp_path), 10)) == 1
    assert json.loads(home.call("scheduler", "--once", "--at", "2026-11-27T10:30:00+01:00")) == {"sent": 0}
    with database.unit_of_work(write=False) as session:
        assert dict(session.execute(sa.select(Message.key, Message.sent_at)).all()) == {"friday": make.at("2026-11-27 09:30"), "monday": None}
    database.dispose()


@pytest.mark.parametrize(("words", "said"), [(["--once", "--at", "tomorrow"], "no time with a zone"), (["--once", "--at", "2026-11-27T10:30"], "no time with a zone"), (["--at", "2026-11-27T10:30Z"], "--at needs --once")])
def test_times_that_are_none(tmp_path: Path, words: list[str], said: str) -> None:
    home = Installation(tmp_path, AUDIT_KEY).init()
    with pytest.raises(AssertionError, match=said):
        home.call("scheduler", *words)


def test_readyz_tells_the_age_of_the_last_sign_of_life(app, database: Database, tmp_path: Path) -> None:
    client = app.test_client()
    assert client.get("/readyz").get_json()["scheduler"] == {"status": "silent", "seconds_since_heartbeat": None}
    one = leadership.Candidate(database, leadership.locks_for(database, tmp_path), "a:1:b")
    one.step()
    assert client.get("/readyz").get_json()["scheduler"]["status"] == "ok"
    with database.unit_of_work() as session:
        session.get_one(leadership.Leadership, 1).beat_at = clock.real() - timedelta(minutes=2)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json()["scheduler"]["status"] == "silent"
    assert 119 < answer.get_json()["scheduler"]["seconds_since_heartbeat"] < 180
    one.leave()


def wait_for(condition) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


def test_a_database_that_goes_away_ends_no_thread(database: Database, tmp_path: Path, monkeypatch) -> None:
    """The heartbeat, the sender and the jobs go on when it is back; a job that fails is woken again."""
    woken: list[int] = []

    def job(led: Database, _settings) -> None:
        woken.append(1)
        with led.unit_of_work() as session:
            outbox.put(session, kind="note", key=f"job {len(woken)}", recipient_id=None, channel=MAIL, address="a@example.com", payload={})

    monkeypatch.setattr(wiring, "JOBS", (Job("often", every=1, call=job),))
    monkeypatch.setattr(scheduler, "SEND_EVERY", 0.05)
    stop = threading.Event()
    made = scheduler.make(settings_for(database, tmp_path, demo=True), stop, Patience(lease=timedelta(seconds=2)), timedelta(seconds=2))
    made.beat = 0.05
    thread = threading.Thread(target=made.run)
    thread.start()

    def sent() -> int:
        with database.unit_of_work(write=False) as session:
            return session.scalar(sa.select(sa.func.count()).select_from(Message).where(Message.state == State.SENT)) or 0

    try:
        wait_for(lambda: sent() >= 1)
        whole = Database.open

        def away(self: Database, *, write: bool):
            if self.engine is made.database.engine:
                raise sa.exc.OperationalError("BEGIN", {}, Exception("the database is away"))
            return whole(self, write=write)

        with monkeypatch.context() as blink:
            blink.setattr(Database, "open", away)
            wait_for(lambda: made.candidate.term is None)
            time.sleep(1.5)  # longer than a period of the job
        put(database, "after the blink")
        before = sent()
        wait_for(lambda: made.candidate.term is not None and sent() > before + 1)
        assert thread.is_alive()
    finally:
        stop.set()
        thread.join(30)
        made.database.dispose()
    assert not thread.is_alive()
