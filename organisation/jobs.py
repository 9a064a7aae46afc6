"""Housekeeping: what the doors leave behind is thrown away when nobody can need it any more."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from kernel import clock
from kernel.config import Settings
from kernel.db import Database
from kernel.idempotency import Idempotency
from kernel.job import Job
from kernel.permission import machine
from organisation.models import SignInAttempt, Stash
from organisation.service.retention import find_due

#: table → how long its rows are kept (a form may be sent again for a week, a stash is offered for an hour)
KEPT = (
    (Idempotency, Idempotency.created_at, timedelta(days=7)),
    (Stash, Stash.created_at, timedelta(days=1)),
    (SignInAttempt, SignInAttempt.at, timedelta(days=1)),
)


def tidy(database: Database, _settings: Settings) -> None:
    """Delete what is older than its time. Bookkeeping only: nothing that the audit trail speaks of."""
    with database.unit_of_work() as session:
        for table, column, kept in KEPT:
            session.execute(sa.delete(table).where(column < clock.now() - kept))


def search_for_what_is_due(database: Database, _settings: Settings) -> None:
    """Once a day: which records are past their retention period. Nothing is deleted."""
    with database.unit_of_work() as session:
        find_due(session, machine("job"))


JOBS = (Job("tidy", every=600, call=tidy), Job("retention", every=24 * 3600, call=search_for_what_is_due))
