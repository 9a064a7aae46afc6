"""Adding and changing people. Audit entries hold ids and names of fields, never names or addresses (decision 26)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel import audit
from kernel.edit import changes, expect_version
from kernel.errors import Invalid
from kernel.permission import Actor, Role, require
from organisation.models import Person, PersonRole
from organisation.queries.person import by_email, by_name, version_of
from organisation.queries.policy import the_organisation
from organisation.rules.names import mail_address, one_line

#: What a new person may do when nobody says otherwise: take part, without an account.
NEWCOMER = frozenset({Role.CONTRIBUTOR})
LABELS = {"name": "Name", "email": "Mail address", "zone": "Time zone"}


def add_person(
    session: Session, actor: Actor, *, name: str, email: str | None = None, roles: Iterable[Role] = NEWCOMER
) -> Person:
    """A new person without account. Other roles than a contributor's need the right to administer people.

    Raises ``Invalid`` on ``email`` when somebody else has the address.
    """
    require(actor, "add a person")
    if frozenset(roles) != NEWCOMER:
        require(actor, "administer people")
    return _add(session, actor, name, email, roles)


def find_or_add_person(session: Session, actor: Actor, name: str, email: str | None = None) -> Person:
    """The person meant by what was typed inline, added when new. The caller has checked its own verb.

    A mail address decides alone. Without one, the name has to fit exactly one person who has not left;
    when several have it, ``Invalid`` on ``email`` asks for the address.
    """
    found = by_email(session, email) if email else None
    if found is not None:
        return found
    if not email:
        same = by_name(session, name)
        if len(same) > 1:
            text = f"{len(same)} people are called {one_line(name)}. Enter the mail address of the one you mean"
            raise Invalid({"email": [text]})
        if same:
            return same[0]
    return _add(session, actor, name, email, NEWCOMER)


def edit_person(
    session: Session, actor: Actor, person: Person, values: Mapping[str, Any], *, version: int | None
) -> Person:
    """Change ``name``, ``email`` and ``zone``. ``version`` is ``version_of`` the person as it was read, else ``Stale``."""
    require(actor, "administer people")
    return _edit(session, actor, person, {**values, "email": _address(values.get("email"))}, version)


def edit_profile(session: Session, actor: Actor, person: Person, values: Mapping[str, Any], *, version: int | None) -> Person:
    """Change one's own ``name`` and ``zone``; the mail address is the administrator's to change."""
    if actor.person_id != person.id:
        require(actor, "administer people")
    return _edit(session, actor, person, {key: values[key] for key in ("name", "zone")}, version)


def _add(session: Session, actor: Actor, name: str, email: str | None, roles: Iterable[Role]) -> Person:
    clean, address = one_line(name), _address(email)
    if not clean:
        raise Invalid({"name": ["Enter a name"]})
    _refuse_taken(session, address, None)
    person = Person(name=clean, email=address, zone=the_organisation(session).zone)
    person.roles = [PersonRole(role=role) for role in sorted(set(roles))]
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError:  # somebody added the same address a moment ago
        _refuse_taken(session, address, None)
        raise
    audit.note(session, actor, "add person", after={"person": person.id, "roles": sorted(set(roles))})
    return person


def _edit(session: Session, actor: Actor, person: Person, values: Mapping[str, Any], version: int | None) -> Person:
    expect_version(
        "this person",
        version_of(person),
        version,
        labels=LABELS,
        theirs={key: getattr(person, key) for key in LABELS},
        yours=values,
    )
    _refuse_taken(session, values.get("email"), person.id)
    before, _ = changes(person, {**values, "name": one_line(values["name"])})
    if before:
        session.flush()
        audit.note(session, actor, "edit person", after={"person": person.id, "changed": sorted(before)})
    return person


def _address(email: str | None) -> str | None:
    return mail_address(email) or None if email else None


def _refuse_taken(session: Session, email: str | None, own_id: int | None) -> None:
    found = by_email(session, email) if email else None
    if found is not None and found.id != own_id:
        raise Invalid({"email": [f"{email} is already the mail address of {found.name}"]})
