"""The demonstration application, a browser on it, and a real Chromium when asked for."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Browser
from flask import Flask
from server import serving


def _module() -> Any:
    spec = importlib.util.spec_from_file_location("web_demonstration", Path(__file__).parent / "demonstration.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def demonstration() -> Any:
    return _module()


@pytest.fixture
def app(demonstration: Any, tmp_path: Path) -> Iterator[Flask]:
    made: Flask = demonstration.make_app(tmp_path)
    yield made
    made.extensions["debrief"].database.dispose()


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Signed in as Anna Kowalski (person 1)."""
    return Browser(app).sign_in_as(1)


@pytest.fixture
def notes(app: Flask) -> Any:
    """All stored notes, read past the application."""
    database = app.extensions["debrief"].database

    def read() -> list[str]:
        with database.engine.connect() as connection:
            return [row[0] for row in connection.exec_driver_sql("SELECT text FROM note ORDER BY id")]

    return read


@pytest.fixture(scope="session")
def served(demonstration: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration on a real port of loopback."""
    made = demonstration.make_app(tmp_path_factory.mktemp("served"))
    with serving(made) as address:
        yield address
