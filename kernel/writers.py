"""The queue of writers before a SQLite file: first come, first served, over threads and processes.

SQLite lets one writer in and has the others try again at random, so under many writers somebody is always unlucky. A
lock of the operating system on a file beside the database wakes the one who has waited longest, and dies with its process.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

HELD = "debrief_writer"


def queue_up(connection: sa.Connection) -> None:
    """Wait for one's turn, before BEGIN IMMEDIATE; a database in memory has no queue."""
    name = connection.engine.url.database
    if not name or name == ":memory:" or HELD in connection.info:
        return
    handle = os.open(Path(f"{name}.writers"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    connection.info[HELD] = handle
    fcntl.flock(handle, fcntl.LOCK_EX)


def let_the_next_in(engine: sa.Engine) -> None:
    """A turn ends when the connection goes back to the pool: after the commit itself, unlike the event of that name."""

    def leave(_connection: Any, record: Any) -> None:
        handle = record.info.pop(HELD, None)
        if handle is not None:
            os.close(handle)

    for name in ("checkin", "close"):
        event.listen(engine, name, leave)
