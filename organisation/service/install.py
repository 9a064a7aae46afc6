"""The first rows of an empty database."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from kernel import audit
from kernel.calendar import OFFICE_WEEK, known_zone
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, Role
from organisation.models import Account, Calendar, Organisation, Person, PersonRole, Policy
from organisation.rules.names import mail_address, one_line
from organisation.rules.policy import SHIPPED

#: Shipped policies are in force from the beginning, so a clock that is set back never leaves a review without one.
FROM_THE_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)

#: The first administrator can do a small team's whole work at once; the people page takes roles away again.
FIRST_ROLES = (Role.ADMINISTRATOR, Role.INCIDENT_MANAGER, Role.PROBLEM_MANAGER, Role.FACILITATOR)


def is_installed(session: Session) -> bool:
    """True once ``install`` has run."""
    return session.get(Organisation, 1) is not None


def install(
    session: Session,
    actor: Actor,
    *,
    name: str,
    email: str,
    password_hash: str,
    zone: str = "UTC",
    organisation: str = "Our organisation",
) -> Person:
    """Organisation, its office hours, both policy sets and the first administrator, who signs in with ``email``.

    Raises ``Refused`` when it ran before, ``Invalid`` for a zone or an empty name or address.
    """
    if is_installed(session):
        raise Refused([Obstacle("The organisation is set up already. Nothing was changed.")])
    _check(name, email, zone)
    calendar = Calendar(name="Office hours", zone=zone, week=list(OFFICE_WEEK))
    session.add(calendar)
    session.flush()
    session.add(Organisation(id=1, name=one_line(organisation), zone=zone, policy_key=next(iter(SHIPPED)),
                             calendar_id=calendar.id))
    session.add_all(
        Policy(key=key, version=1, name=str(terms["name"]), starts_at=FROM_THE_BEGINNING, terms=dict(terms))
        for key, terms in SHIPPED.items()
    )
    person = Person(name=one_line(name), email=mail_address(email), zone=zone)
    person.roles = [PersonRole(role=role) for role in FIRST_ROLES]
    session.add(person)
    session.flush()
    session.add(Account(person_id=person.id, password_hash=password_hash))
    session.flush()
    audit.note(session, actor, "install", after={"person": person.id, "policies": list(SHIPPED)})
    return person


def _check(name: str, email: str, zone: str) -> None:
    wrong = {}
    if not one_line(name):
        wrong["name"] = ["Enter a name"]
    if "@" not in email:
        wrong["email"] = ["Enter a mail address in the form name@example.org"]
    if not known_zone(zone):
        wrong["zone"] = [f"“{zone}” is not a time zone. Enter one such as Europe/London"]
    if wrong:
        raise Invalid(wrong)
