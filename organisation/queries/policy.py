"""Which policy applies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from kernel.errors import NotFound
from organisation.models import Organisation, Policy


class NotInstalled(LookupError):
    """The database holds no organisation yet: ``debrief init`` was not run."""


def the_organisation(session: Session) -> Organisation:
    """The one row."""
    found = session.get(Organisation, 1)
    if found is None:
        raise NotInstalled("There is no organisation in this database. Run 'debrief init'.")
    return found


def policy_in_force(session: Session, at: datetime | None = None) -> Policy:
    """The newest version, started at ``at`` (now), of the set that the organisation has chosen."""
    found = session.scalar(
        sa.select(Policy)
        .join(Organisation, Organisation.policy_key == Policy.key)
        .where(Policy.starts_at <= (at or clock.now()))
        .order_by(Policy.version.desc())
        .limit(1)
    )
    if found is None:
        raise NotInstalled("No policy is in force. Run 'debrief init'.")
    return found


def versions(session: Session, key: str) -> list[Policy]:
    """Every version of a set, the newest first; NotFound for a set that there is not."""
    found = list(session.scalars(sa.select(Policy).where(Policy.key == key).order_by(Policy.version.desc())))
    if not found:
        raise NotFound("policy")
    return found


def newest_version(session: Session, key: str) -> Policy:
    """The version that a change begins with, also when its start is still to come."""
    return versions(session, key)[0]


def started(newest_first: Sequence[Policy]) -> Policy:
    """The one of a set's versions that counts now."""
    return next(p for p in newest_first if p.starts_at <= clock.now())


def policy_sets(session: Session) -> list[Policy]:
    """The version in force of each set, in the order in which they were shipped."""
    begun = sa.select(Policy).where(Policy.starts_at <= clock.now()).order_by(Policy.version)
    newest = {policy.key: policy for policy in session.scalars(begun)}
    return sorted(newest.values(), key=lambda policy: policy.id)
