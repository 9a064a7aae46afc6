"""The trials of ``make chaos`` in small: the same code, fewer messages and fewer kills."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AUDIT_KEY, POSTGRES

from kernel.db import Database
from tests.chaos.days import sixty_days
from tests.chaos.faults import EXPECTED as FAULTS
from tests.chaos.faults import misbehave
from tests.chaos.ground import Ground, ground
from tests.chaos.kills import kill_at_random
from tests.chaos.leaders import strike
from tests.chaos.outage import outage
from tests.chaos.steps import EXPECTED, die_at


@pytest.fixture
def field(database: Database, tmp_path: Path):
    (tmp_path / "audit.key").write_text(AUDIT_KEY.hex())
    url = database.url.render_as_string(hide_password=False)
    database.dispose()  # the processes are forked: none may inherit a connection
    with ground(url, tmp_path) as made:
        yield made


def test_killed_at_random(field: Ground) -> None:
    """Nothing lost, one Message-ID for each message, at most one copy for each kill, and each copy marked."""
    senders = 1 if field.url.startswith("sqlite") else 3
    killed = kill_at_random(field, messages=250, kills=4, senders=senders, pause=0.06)
    found = killed.found
    assert (found.messages, found.lost, found.new_ids, found.strange, found.unmarked, found.failed) == (250, 0, 0, 0, 0, 0)
    assert killed.landed > 0
    assert found.copies <= killed.landed


@pytest.mark.parametrize("step", EXPECTED)
def test_killed_at_one_step(field: Ground, step: str) -> None:
    assert die_at(field, step, 1) == {("sent", *EXPECTED[step]): 1}


def test_a_relay_that_misbehaves(field: Ground) -> None:
    came = misbehave(field, each=3, slow=1).came
    for name, expected in FAULTS.items():
        assert set(came[name]) == {expected}, (name, came[name])


@pytest.mark.parametrize("blow", ["kill -9", "stop and continue", "backend lost"])
def test_the_leader_is_struck(field: Ground, blow: str) -> None:
    """Another term begins, nothing of an older term is written after it, and what was decided is sent."""
    if blow == "backend lost" and field.url.startswith("sqlite"):
        pytest.skip("SQLite has no backends")
    led = strike(field, blow, 1)
    assert (led.stale, led.found.lost, led.found.strange, led.found.unmarked) == (0, 0, 0, 0)
    assert led.decided > 0


def test_the_database_goes_away(field: Ground) -> None:
    """Sender and scheduler outlive it, and end the work when it is back; at most one copy for each sender."""
    senders = 1 if field.url.startswith("sqlite") else 2
    came = outage(field, POSTGRES, messages=250, seconds=2, senders=senders)
    found = came.found
    assert (found.messages, found.lost, found.new_ids, found.strange, found.unmarked, found.failed, came.died) == (250, 0, 0, 0, 0, 0, 0)
    assert found.copies <= senders


def test_sixty_days_of_three_schedulers_and_four_web_processes(field: Ground) -> None:
    """Every rung once, nothing after the answer, one mail a day, each taken once (R2)."""
    came = sixty_days(field, actions=24, answers=1)
    assert (came.missing, came.twice, came.late, came.crowded, came.copies, came.lost) == (0, 0, 0, 0, 0, 0)
    assert 0 < came.answered < came.actions
    assert came.told > came.actions
