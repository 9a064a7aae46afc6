"""People and services that are named while something else is written: found, or added (decision 6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import Part
from organisation.models import Person
from organisation.service.person import find_or_add_person
from organisation.service.service import find_or_add_services


def chosen_people(session: Session, people: Sequence[tuple[int, str]]) -> list[tuple[int, Part]]:
    """(person id, part) for people chosen from a list; one who is not there any more is refused on the part's field."""
    known = set(session.scalars(sa.select(Person.id).where(Person.id.in_([p for p, _ in people]))))
    for person_id, part in people:
        if person_id not in known:
            raise Invalid({str(part): ["Select a person from the list"]})
    return [(person_id, Part(part)) for person_id, part in people]


def added_people(
    session: Session, actor: Actor, people: Sequence[tuple[str, str | None, str]], field: str = "new_{}"
) -> list[tuple[int, Part]]:
    """(person id, part) for people given by name and mail; messages stand on ``field`` with the part filled in."""
    found = []
    for name, email, part in people:
        try:
            person = find_or_add_person(session, actor, name, email)
        except Invalid as wrong:
            place = field.format(Part(part).value)
            raise Invalid({f"{place}-{key}": texts for key, texts in wrong.messages.items()}) from None
        found.append((person.id, Part(part)))
    return found


def service_ids_of(session: Session, actor: Actor, names: Iterable[str]) -> list[int]:
    """Ids of the services with these names; a new one is added."""
    return [service.id for service in find_or_add_services(session, actor, names)]
