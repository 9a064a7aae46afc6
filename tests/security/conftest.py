"""The world of the security tests, built once a session; each test works on its own copy of the file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel import clock
from tests.security.doors import Doors
from tests.security.world import NOW, World, build


@pytest.fixture(scope="session")
def world(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    path = tmp_path_factory.mktemp("world") / "world.db"
    shutil.copy(migrated_sqlite, path)
    return build(path)


@pytest.fixture(scope="module")
def doors(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The product on a copy of the world, with every person's cookie and token at hand."""
    home = tmp_path_factory.mktemp("doors")
    found = Doors.open(world, home)
    yield found
    found.close()


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report counts its pages without LibreOffice here: these tests ask who gets it, not how it looks."""
    monkeypatch.setattr("exports.writers.docx.render", lambda *_args, **_more: None)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_world() -> Iterator[None]:
    with clock.told(NOW):
        yield
