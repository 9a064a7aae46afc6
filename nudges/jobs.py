"""The sweep as the scheduler wakes it."""

from __future__ import annotations

from kernel.config import Settings
from kernel.db import Database
from kernel.job import Job
from nudges.service.sweep import sweep


def remind(database: Database, _settings: Settings) -> None:
    sweep(database)


JOBS = (Job("reminders", every=60, call=remind),)
