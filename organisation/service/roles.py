"""What a person may do, and leaving. There is always an administrator who can sign in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, Role, require
from organisation.models import Account, Organisation, Person, PersonRole, Service
from organisation.queries.person import roles_of
from organisation.queries.policy import the_organisation
from organisation.service.account import close_account

LAST = "This is the only administrator who can sign in. Give the role to somebody else first"


def set_roles(
    session: Session, actor: Actor, person: Person, roles: Iterable[Role], service_ids: Sequence[int] = ()
) -> Person:
    """Replace the person's roles. ``service_ids`` narrows a service owner to these; none means every service.

    Raises ``Invalid`` on ``roles`` when none is left, or when the last administrator would be gone.
    """
    require(actor, "administer people")
    wanted = frozenset(roles)
    if not wanted:
        raise Invalid({"roles": ["Select at least one role"]})
    if Role.ADMINISTRATOR not in wanted and _is_last_administrator(session, person):
        raise Invalid({"roles": [LAST]})
    after = _rows(session, wanted, service_ids)
    before = {(row.role, row.service_id) for row in person.roles}
    if after == before:
        return person
    old = roles_of(person)
    person.roles = [row for row in person.roles if (row.role, row.service_id) in after]
    session.flush()
    person.roles += [PersonRole(role=role, service_id=service) for role, service in sorted(after - before, key=str)]
    session.flush()
    said = {"person": person.id, "roles": roles_of(person), **_services_in_words(session, after)}
    audit.note(session, actor, "set roles", before={"roles": old}, after=said)
    return person


def mark_as_left(session: Session, actor: Actor, person: Person, left_on: date | None = None) -> Person:
    """The person has left, today or on an earlier day: no sign-in, no token, no suggestion; what they did keeps their name.

    Raises ``Invalid`` on ``left_on`` for a day to come.
    """
    require(actor, "administer people")
    if person.left_on is not None:
        return person
    today = clock.now().astimezone(ZoneInfo(the_organisation(session).zone)).date()
    if left_on is not None and left_on > today:
        raise Invalid({"left_on": ["Enter today or an earlier day. Come back on the day itself"]})
    if _is_last_administrator(session, person):
        raise Refused([Obstacle(LAST)])
    person.left_on = left_on or today
    close_account(session, person.id)
    session.flush()
    audit.note(session, actor, "mark as left", after={"person": person.id, "left_on": person.left_on.isoformat()})
    return person


def mark_as_back(session: Session, actor: Actor, person: Person) -> Person:
    """The person is here again. An account stays disabled until somebody gives it a new password."""
    require(actor, "administer people")
    if person.anonymised_at is not None:
        raise Refused([Obstacle("The name of this person is gone for good. Add the person anew.")])
    if person.left_on is not None:
        person.left_on = None
        session.flush()
        audit.note(session, actor, "mark as back", after={"person": person.id})
    return person


def disable_account(session: Session, actor: Actor, person: Person) -> None:
    """End every session and token of the person at once, and let nobody sign in until a new password is set."""
    require(actor, "administer people")
    if _is_last_administrator(session, person):
        raise Refused([Obstacle(LAST)])
    if close_account(session, person.id):
        audit.note(session, actor, "disable account", after={"person": person.id})


def _rows(session: Session, roles: frozenset[Role], service_ids: Sequence[int]) -> set[tuple[Role, int | None]]:
    rows: set[tuple[Role, int | None]] = {(role, None) for role in roles}
    if Role.SERVICE_OWNER in roles and service_ids:
        known = set(session.scalars(sa.select(Service.id).where(Service.id.in_(service_ids))))
        if known != set(service_ids):
            raise Invalid({"service_ids": ["One of these services is not there any more. Select again"]})
        rows.discard((Role.SERVICE_OWNER, None))
        rows |= {(Role.SERVICE_OWNER, service) for service in known}
    return rows


def _services_in_words(session: Session, rows: set[tuple[Role, int | None]]) -> dict[str, list[str]]:
    ids = [service for _, service in rows if service is not None]
    names = session.scalars(sa.select(Service.name).where(Service.id.in_(ids)).order_by(Service.name)) if ids else ()
    return {"services": list(names)} if ids else {}


def _is_last_administrator(session: Session, person: Person) -> bool:
    """The row of the organisation is locked first, so that two administrators cannot remove each other at once."""
    session.scalar(sa.select(Organisation.id).with_for_update())
    able = set(
        session.scalars(
            sa.select(PersonRole.person_id)
            .join(Person, Person.id == PersonRole.person_id)
            .join(Account, Account.person_id == Person.id)
            .where(
                PersonRole.role == Role.ADMINISTRATOR,
                Person.left_on.is_(None),
                Account.disabled_at.is_(None),
            )
        )
    )
    return able == {person.id}
