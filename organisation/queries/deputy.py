"""Who answers for whom."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from organisation.models import Deputy, Person


def deputies_of(session: Session, person_id: int) -> list[tuple[Deputy, Person]]:
    """All deputyships of a person with the deputy, the latest start first."""
    rows = session.execute(
        sa.select(Deputy, Person)
        .join(Person, Person.id == Deputy.deputy_id)
        .where(Deputy.person_id == person_id)
        .order_by(Deputy.starts_on.desc(), Deputy.id.desc())
    )
    return [(deputy, person) for deputy, person in rows]


def current_deputies(session: Session, person_id: int, day: date) -> list[Person]:
    """Active people who answer for ``person_id`` on ``day``; both ends of a deputyship count."""
    stands_in = sa.select(Deputy.deputy_id).where(
        Deputy.person_id == person_id, Deputy.starts_on <= day, Deputy.ends_on >= day
    )
    active = sa.select(Person).where(Person.id.in_(stands_in), Person.left_on.is_(None))
    return list(session.scalars(active.order_by(Person.name, Person.id)))


def standing_in(session: Session, day: date) -> dict[int, tuple[int, ...]]:
    """Everybody who answers for others on ``day``: id of an active deputy -> ids of those they stand in for."""
    rows = session.execute(
        sa.select(Deputy.deputy_id, Deputy.person_id)
        .join(Person, Person.id == Deputy.deputy_id)
        .where(Deputy.starts_on <= day, Deputy.ends_on >= day, Person.left_on.is_(None))
        .order_by(Deputy.deputy_id, Deputy.person_id)
        .distinct()
    )
    found: dict[int, tuple[int, ...]] = {}
    for deputy_id, person_id in rows:
        found[deputy_id] = (*found.get(deputy_id, ()), person_id)
    return found
