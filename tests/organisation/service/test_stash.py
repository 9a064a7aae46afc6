"""Forms kept over an ended session: random key, a day, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from kernel.db import Database
from organisation.models import Stash
from organisation.service import stash
from organisation.service.stash import fetch_form, keep_form

FORM = {"pairs": [["title", "Checkout down “now”"], ["severity", "1"]], "action": "/reviews/new"}


def test_what_was_kept_is_found_again_by_its_key_only(installed: Database) -> None:
    key = keep_form(installed, FORM)
    assert fetch_form(installed, key) == FORM
    assert fetch_form(installed, key[:-1]) is None
    with installed.unit_of_work(write=False) as session:
        assert session.scalars(sa.select(Stash.token_hash)).one() != key


def test_it_is_kept_for_a_day(installed: Database) -> None:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as time:
        key = keep_form(installed, FORM)
        time.shift(timedelta(hours=24))
        assert fetch_form(installed, key) == FORM
        time.shift(timedelta(seconds=1))
        assert fetch_form(installed, key) is None
        keep_form(installed, FORM)
        with installed.unit_of_work(write=False) as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(Stash)) == 1


def test_a_known_persons_form_is_nobody_elses(installed: Database, join: Callable[..., int]) -> None:
    raj = join("Raj", None, account=False)
    key = keep_form(installed, FORM, person_id=1)
    assert fetch_form(installed, key, person_id=1) == FORM
    assert fetch_form(installed, key, person_id=raj) is None
    assert fetch_form(installed, key) is None


def test_strangers_cannot_fill_the_table(installed: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stash, "MOST", 3)
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as time:
        keys = []
        for _ in range(5):
            keys.append(keep_form(installed, FORM))
            time.shift(timedelta(seconds=1))
    with time_machine.travel("2026-11-20T12:01:00Z"):
        assert [fetch_form(installed, key) is not None for key in keys] == [False, False, True, True, True]
