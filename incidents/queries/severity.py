"""How the severity of incidents changed, from their audit logs, imports and persons."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.intake.cells import priority
from incidents.models import SeverityChange, Source
from incidents.queries.life import lives_of
from incidents.rules.severity import Change, history
from organisation.models import Person


def severity_changes(session: Session, incident_id: int) -> tuple[Change, ...]:
    """The history of one incident, in two statements."""
    rows = session.execute(
        sa.select(SeverityChange, Person.name)
        .outerjoin(Person, Person.id == SeverityChange.by_id)
        .where(SeverityChange.incident_id == incident_id)
        .order_by(SeverityChange.at, SeverityChange.id)
    )
    told = [Change(row.was, row.becomes, row.at, row.source.value, name) for row, name in rows]
    saves = lives_of(session, [incident_id]).get(incident_id, [])
    logged = [(save.at, _level(save.values.get("severity"))) for save in saves if save.values.get("severity")]
    return history(logged, told)


def said_by_persons(session: Session, ids: Sequence[int]) -> set[int]:
    """Of these incidents the ones whose severity a person has set: an import leaves it alone."""
    rows = session.scalars(
        sa.select(SeverityChange.incident_id).where(SeverityChange.incident_id.in_(ids), SeverityChange.source == Source.PERSON)
    )
    return set(rows)


def _level(text: str | None) -> int | None:
    """1 to 4; a fifth step of the tool counts as the fourth, as in every import."""
    level = priority(text or "")
    return min(level, 4) if level else None
