"""``acts``: factories for the tests of actions (acts.py beside this file)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("actions_acts", Path(__file__).parent / "acts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_ACTS = _load()


@pytest.fixture
def acts() -> Any:
    return _ACTS
