"""The trials of ``make chaos`` in small: the same code, fewer messages and fewer kills."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AUDIT_KEY

from kernel.db import Database
from tests.chaos.ground import Ground, ground
from tests.chaos.kills import kill_at_random
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
    killed = kill_at_random(field, messages=250, kills=4, senders=senders, between=(0.15, 0.4))
    found = killed.found
    assert (found.messages, found.lost, found.new_ids, found.strange, found.unmarked, found.failed) == (250, 0, 0, 0, 0, 0)
    assert killed.landed > 0
    assert found.copies <= killed.landed


@pytest.mark.parametrize("step", EXPECTED)
def test_killed_at_one_step(field: Ground, step: str) -> None:
    assert die_at(field, step, 1) == {("sent", *EXPECTED[step]): 1}
