"""Waiting ends with the work or with standstill, not with a time in total."""

from __future__ import annotations

import itertools

import pytest

from tests.chaos.progress import Stuck, until


def test_what_moves_may_take_longer_than_the_limit() -> None:
    steps, moves = iter([False] * 20 + [True]), itertools.count()
    assert until(lambda: next(steps), lambda: next(moves), stuck=0.05, pause=0.01) >= 0.05


def test_what_stands_still_is_told() -> None:
    with pytest.raises(Stuck, match="7 waiting"):
        until(lambda: False, lambda: "7 waiting", stuck=0.02, pause=0.005)
