"""Housekeeping of incidents."""

from __future__ import annotations

from kernel.config import Settings
from kernel.db import Database
from kernel.intake.uploads import purge
from kernel.job import Job


def drop_old_uploads(_database: Database, settings: Settings) -> None:
    """Files that were previewed and never imported go after a day."""
    folder = settings.home / "uploads"
    if folder.is_dir():
        purge(folder)


JOBS = (Job("drop old uploads", every=3600, call=drop_old_uploads),)
