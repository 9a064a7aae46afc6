"""The lives of incidents as audit logs told them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.intake.facts import Change
from incidents.models import IncidentChange
from incidents.rules.life import Save


def lives_of(session: Session, ids: Sequence[int]) -> dict[int, list[Save]]:
    """By incident its saves, oldest first; one without an audit log is absent. One statement."""
    c = IncidentChange
    rows = session.execute(
        sa.select(c.incident_id, c.at, c.typed, c.actor, c.values).where(c.incident_id.in_(ids)).order_by(c.incident_id, c.position)
    )
    found: dict[int, list[Save]] = {}
    for incident_id, at, typed, actor, values in rows:
        found.setdefault(incident_id, []).append(Save(at, typed, actor, values))
    return found


def saves_of(changes: Iterable[Change]) -> list[Save]:
    """What a file tells, in the form in which it is stored."""
    return [Save(change.at, change.typed, change.actor, change.values) for change in changes]
