"""Services for lists and suggestions."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.permission import Role
from organisation.models import Person, PersonRole, Service
from organisation.rules.names import one_line


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service and the names of those who own it."""

    id: int
    name: str
    owners: tuple[str, ...]


def all_services(session: Session) -> list[Service]:
    """Every service by name: the options of a service field."""
    return list(session.scalars(sa.select(Service).order_by(sa.func.lower(Service.name), Service.id)))


def find_service(session: Session, name: str) -> Service | None:
    """The service of this name; capital letters do not matter."""
    clean = one_line(name)
    same = sa.or_(Service.name == clean, sa.func.lower(Service.name) == clean.lower())
    return session.scalar(sa.select(Service).where(same).order_by(Service.id).limit(1))


def service_lines(session: Session) -> list[ServiceLine]:
    """Every service with its owners: the named one, and active people who hold the role for it."""
    held = (
        sa.select(PersonRole.service_id, PersonRole.person_id)
        .where(PersonRole.role == Role.SERVICE_OWNER, PersonRole.service_id.is_not(None))
        .union(sa.select(Service.id, Service.owner_id).where(Service.owner_id.is_not(None)))
        .subquery()
    )
    rows = session.execute(
        sa.select(held.c.service_id, Person.name)
        .join(Person, Person.id == held.c.person_id)
        .where(Person.left_on.is_(None))
        .order_by(Person.name)
    )
    owners: dict[int, list[str]] = {}
    for service_id, name in rows:
        owners.setdefault(service_id, []).append(name)
    return [ServiceLine(s.id, s.name, tuple(owners.get(s.id, ()))) for s in all_services(session)]
