"""People for pages, suggestions and matching."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from kernel.permission import Role
from organisation.models import Account, Person, PersonRole
from organisation.rules.names import mail_address, one_line

#: Roles in the order of the enumeration, for lists.
_ORDER = {role: place for place, role in enumerate(Role)}


def find_person(session: Session, person_id: int) -> Person:
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound("person")
    return found


def by_email(session: Session, email: str) -> Person | None:
    """The person with this mail address, however it is written."""
    return session.scalar(sa.select(Person).where(Person.email == mail_address(email)))


def by_name(session: Session, name: str) -> list[Person]:
    """Everybody of this name who has not left; capital letters do not matter."""
    clean = one_line(name)
    same = sa.or_(Person.name == clean, sa.func.lower(Person.name) == clean.lower())
    return list(session.scalars(sa.select(Person).where(same, Person.left_on.is_(None)).order_by(Person.id)))


def active_people(session: Session) -> list[Person]:
    """Everybody who has not left, by name: the options of a person field."""
    return list(session.scalars(sa.select(Person).where(Person.left_on.is_(None)).order_by(Person.name, Person.id)))


def all_people(session: Session) -> list[Person]:
    """Everybody who ever was here, by name."""
    return list(session.scalars(sa.select(Person).order_by(Person.name, Person.id)))


def names_of(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    """Names by id, in one statement; a person who is gone is left out."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    rows = session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def holders(session: Session, role: Role) -> list[Person]:
    """Active people who hold ``role``, by name."""
    held = sa.select(PersonRole.person_id).where(PersonRole.role == role)
    return list(
        session.scalars(sa.select(Person).where(Person.id.in_(held), Person.left_on.is_(None)).order_by(Person.name))
    )


def roles_of(person: Person) -> list[Role]:
    """Each role once, in the order of the table."""
    return sorted({row.role for row in person.roles}, key=_ORDER.__getitem__)


def count_people(session: Session, *, q: str = "", state: str = "active") -> int:
    """How many rows ``directory`` has for the same question."""
    return session.scalar(sa.select(sa.func.count()).select_from(Person).where(*_asked(q, state))) or 0


def directory(
    session: Session, *, q: str = "", state: str = "active", offset: int = 0, size: int = 50
) -> list[tuple[Person, Account | None]]:
    """One page of people with their accounts, by name. ``state``: active, left, all."""
    rows = session.execute(
        sa.select(Person, Account)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(*_asked(q, state))
        .order_by(sa.func.lower(Person.name), Person.id)
        .offset(offset)
        .limit(size)
    ).all()
    return [(row[0], row[1]) for row in rows]


def _asked(q: str, state: str) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if q:
        where.append(
            sa.or_(
                sa.func.lower(Person.name).contains(q.lower(), autoescape=True),
                Person.name.contains(q, autoescape=True),
                Person.email.contains(q.lower(), autoescape=True),
            )
        )
    if state != "all":
        where.append(Person.left_on.is_(None) if state == "active" else Person.left_on.is_not(None))
    return where


def version_of(person: Person) -> int:
    """A number that changes with what the person form shows: people have no version of their own."""
    roles = sorted(f"{row.role.value}:{row.service_id or ''}" for row in person.roles)
    return zlib.crc32("\x00".join([person.name, person.email or "", person.zone, *roles]).encode())
