"""Who answers for whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from organisation.models import Deputy, Person
from organisation.queries.policy import the_organisation
from organisation.rules.names import day_words


def deputies_of(session: Session, person_id: int) -> list[tuple[Deputy, Person]]:
    """All deputyships of a person with the deputy, the latest start first."""
    rows = session.execute(
        sa.select(Deputy, Person)
        .join(Person, Person.id == Deputy.deputy_id)
        .where(Deputy.person_id == person_id)
        .order_by(Deputy.starts_on.desc(), Deputy.id.desc())
    )
    return [(deputy, person) for deputy, person in rows]


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


def deputy_notes(
    session: Session, person_ids: Collection[int | None] | sa.Select[int], day: date
) -> dict[int, str]:
    """For each of these people who is stood in for on ``day``: "deputy Raj Patel until 4 Dec"; one statement."""
    rows = session.execute(
        sa.select(Deputy.person_id, Person.name, Deputy.ends_on)
        .join(Person, Person.id == Deputy.deputy_id)
        .where(Deputy.person_id.in_(person_ids), Deputy.starts_on <= day, Deputy.ends_on >= day, Person.left_on.is_(None))
        .order_by(Deputy.ends_on.desc(), Person.name)
    )
    found: dict[int, str] = {}
    for person_id, name, ends_on in rows:
        note = f"deputy {name} until {day_words(ends_on, day)}"
        found[person_id] = f"{found[person_id]}, {note}" if person_id in found else note
    return found


def today(session: Session) -> date:
    """The day by which deputyships are read: that of the organisation."""
    return clock.now().astimezone(ZoneInfo(the_organisation(session).zone)).date()
