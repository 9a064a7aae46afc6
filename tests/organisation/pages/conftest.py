"""Here the database plays no part of its own: the services beneath are tested on both."""

from __future__ import annotations

import pytest

from kernel.db import Database


@pytest.fixture
def database(sqlite_only: Database) -> Database:
    return sqlite_only
