"""An installed organisation, and actors of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from kernel.db import Database
from kernel.permission import Actor, Role, machine
from organisation.models import Person
from organisation.queries.account import as_actor
from organisation.service.account import set_password
from organisation.service.install import install
from organisation.service.passwords import hash_password
from organisation.service.person import add_person
from organisation.service.roles import set_roles

PASSWORD = "a lamp beside the sea"
#: Hashing is slow on purpose; the tests need one hash.
HASHED = hash_password(PASSWORD)


@pytest.fixture
def installed(database: Database) -> Database:
    """Anna Kowalski (person 1) is the first administrator; her password is PASSWORD."""
    with database.unit_of_work() as session:
        install(
            session, machine(), name="Anna Kowalski", email="Anna@Example.org", password_hash=HASHED,
            zone="Europe/London", organisation="Nordwind",
        )
    return database


@pytest.fixture
def opened(installed: Database) -> Iterator[Session]:
    with installed.unit_of_work() as session:
        yield session


@pytest.fixture
def anna(opened: Session) -> Actor:
    return as_actor(opened.get_one(Person, 1), "form")


@pytest.fixture
def join(installed: Database) -> Callable[..., int]:
    """Add a committed person: ``join("Raj Patel", "raj@example.org", Role.FACILITATOR, account=True)``."""

    def add(name: str, email: str | None, *roles: Role, account: bool = True) -> int:
        with installed.unit_of_work() as session:
            person = add_person(session, machine(), name=name, email=email)
            set_roles(session, machine(), person, roles or (Role.CONTRIBUTOR,))
            if account:
                set_password(session, machine(), person, HASHED)
            return person.id

    return add
