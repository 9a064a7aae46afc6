"""``tell``: rows and moments for the tests of nudges. The product's own sources are lent, and the organisation's calendar."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("nudges_tell", Path(__file__).parent / "tell.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_TELL = _load()


@pytest.fixture
def tell() -> Any:
    return _TELL


@pytest.fixture(autouse=True)
def connected() -> Iterator[None]:
    """The sources and renderers as the product has them."""
    import wiring
    from kernel import event

    wiring.connect()
    event.subscribe(wiring.SUBSCRIBERS)
    yield
    event.subscribe(())
