"""The parent and the children of an incident, as far as they are stored and the actor may see them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident
from kernel.permission import Actor, visible
from kernel.record import Record

MOST_CHILDREN = 50


@dataclass(frozen=True, slots=True)
class Relative:
    """Another incident: its number and title; ``is_stored`` False for a parent that only the source knows."""

    ref: str
    title: str = ""
    is_stored: bool = True


def parent_of(session: Session, actor: Actor, incident: Incident) -> Relative | None:
    """The parent that the source names, if any; one that the actor may not see is a bare number, as one that is not stored."""
    if incident.parent_number is None:
        return None
    found = session.execute(sa.select(Record.ref, Record.title).where(Record.ref == incident.parent_number, visible(actor))).first()
    return Relative(found.ref, found.title) if found else Relative(incident.parent_number, is_stored=False)


def children_of(session: Session, actor: Actor, ref: str) -> list[Relative]:
    """Incidents that name this one as their parent, oldest first, at most 50."""
    rows = session.execute(
        sa.select(Record.ref, Record.title)
        .join(Incident, Incident.id == Record.id)
        .where(Incident.parent_number == ref, visible(actor))
        .order_by(Incident.opened_at, Incident.id)
        .limit(MOST_CHILDREN)
    )
    return [Relative(row.ref, row.title) for row in rows]
