"""Services for lists and suggestions."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from kernel.permission import Role
from organisation.models import Person, PersonRole, Service, Team
from organisation.rules.names import one_line


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service, the names of those who own it, the named owner first, and its team."""

    service: Service
    owners: tuple[str, ...]
    team: str | None


@dataclass(frozen=True, slots=True)
class ServicesWanted:
    """What the list shows. ``state``: active, retired, all; ``tier`` and ``team`` None for every one."""

    q: str = ""
    state: str = "active"
    tier: int | None = None
    team: int | None = None


def get_service(session: Session, service_id: int) -> Service:
    found = session.get(Service, service_id)
    if found is None:
        raise NotFound("service")
    return found


def all_services(session: Session) -> list[Service]:
    """Every service in use by name: the options of a service field."""
    in_use = sa.select(Service).where(Service.retired_on.is_(None))
    return list(session.scalars(in_use.order_by(sa.func.lower(Service.name), Service.id)))


def find_service(session: Session, name: str) -> Service | None:
    """The service of this name; capital letters do not matter."""
    clean = one_line(name)
    same = sa.or_(Service.name == clean, sa.func.lower(Service.name) == clean.lower())
    return session.scalar(sa.select(Service).where(same).order_by(Service.id).limit(1))


def count_services(session: Session, wanted: ServicesWanted) -> int:
    """How many rows ``service_lines`` has for the same question."""
    return session.scalar(sa.select(sa.func.count()).select_from(Service).where(*_asked(wanted))) or 0


def service_lines(
    session: Session, wanted: ServicesWanted = ServicesWanted(state="all"), *, offset: int = 0, size: int | None = None
) -> list[ServiceLine]:
    """Services by name with owners and team, in two statements."""
    rows = session.execute(
        sa.select(Service, Team.name)
        .outerjoin(Team, Team.id == Service.team_id)
        .where(*_asked(wanted))
        .order_by(sa.func.lower(Service.name), Service.id)
        .offset(offset)
        .limit(size)
    ).all()
    owners = owners_of(session, [service.id for service, _ in rows])
    return [ServiceLine(service, tuple(p.name for p in owners.get(service.id, ())), team) for service, team in rows]


def owners_of(session: Session, service_ids: list[int]) -> dict[int, list[Person]]:
    """Who owns each service: the named owner first, then active people who hold the role for it."""
    held = (
        sa.select(PersonRole.service_id.label("service_id"), PersonRole.person_id, sa.literal(1).label("place"))
        .where(PersonRole.role == Role.SERVICE_OWNER, PersonRole.service_id.in_(service_ids))
        .union_all(
            sa.select(Service.id, Service.owner_id, sa.literal(0)).where(
                Service.owner_id.is_not(None), Service.id.in_(service_ids)
            )
        )
        .subquery()
    )
    rows = session.execute(
        sa.select(held.c.service_id, Person)
        .join(Person, Person.id == held.c.person_id)
        .where(Person.left_on.is_(None))
        .order_by(held.c.service_id, held.c.place, Person.name)
    )
    owners: dict[int, list[Person]] = {}
    for service_id, person in rows:
        of_service = owners.setdefault(service_id, [])
        if person not in of_service:
            of_service.append(person)
    return owners


def _asked(wanted: ServicesWanted) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if wanted.q:
        texts = (Service.name, Service.business_unit)
        where.append(sa.or_(*(sa.func.lower(text).contains(wanted.q.lower(), autoescape=True) for text in texts),
                            Service.name.contains(wanted.q, autoescape=True)))
    if wanted.state != "all":
        where.append(Service.retired_on.is_(None) if wanted.state == "active" else Service.retired_on.is_not(None))
    if wanted.tier:
        where.append(Service.tier == wanted.tier)
    if wanted.team:
        where.append(Service.team_id == wanted.team)
    return where
