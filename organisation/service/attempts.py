"""Failed sign-ins, counted in the database: the limit holds over all workers and over a restart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from organisation.models import Organisation, SignInAttempt
from organisation.rules.sign_in_limit import WINDOW, Limit, wait

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reserved:
    """The rows that count this try as failed until it has succeeded."""

    attempt_ids: tuple[int, ...]
    own_subject: str


def reserve(session: Session, limits: Sequence[Limit]) -> Reserved | timedelta:
    """Count one try as failed before the password is looked at; or how long to wait when there were too many.

    Counting first makes the limit exact: many tries at once cannot all pass the check before one of them is
    counted. The first limit is the account's own, which a success clears.
    """
    session.scalar(sa.select(Organisation.id).with_for_update())  # one at a time, on both databases
    now = clock.now()
    session.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < now - KEPT))
    waits = [wait(_failures(session, limit.subject), limit.most, now) for limit in limits]
    longest = max((w for w in waits if w is not None), default=None)
    if longest is not None:
        return longest
    rows = [SignInAttempt(subject=limit.subject, at=now) for limit in limits]
    session.add_all(rows)
    session.flush()
    return Reserved(tuple(row.id for row in rows), limits[0].subject)


def forgive(session: Session, reserved: Reserved) -> None:
    """The try succeeded: it was no failure, and the earlier ones of this account no longer count."""
    mine = sa.or_(SignInAttempt.id.in_(reserved.attempt_ids), SignInAttempt.subject == reserved.own_subject)
    session.execute(sa.delete(SignInAttempt).where(mine))


def _failures(session: Session, subject: str) -> list[datetime]:
    since = clock.now() - WINDOW
    return list(
        session.scalars(sa.select(SignInAttempt.at).where(SignInAttempt.subject == subject, SignInAttempt.at > since))
    )
