"""An installed organisation, and actors of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import Browser
from flask import Flask, Response
from sqlalchemy.orm import Session

from kernel.config import Settings
from kernel.db import Database
from kernel.permission import Actor, Role, machine
from kernel.ref import RecordKind
from organisation.api import bp as api
from organisation.models import Person
from organisation.pages import bp as pages
from organisation.queries.account import as_actor
from organisation.service.account import set_password
from organisation.service.doors import lent
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


@pytest.fixture
def place(installed: Database, tmp_path: Path) -> Flask:
    """The organisation's pages and API alone on the toolkit; the whole product has its own tests."""
    from web.api import Api
    from web.install import install as install_toolkit
    from web.site import Site

    settings = Settings(
        home=tmp_path, database_url="", secret_key="only for tests", audit_key_file=tmp_path / "audit.key", testing=True
    )
    app = Flask("web")
    app.config.update(
        API_TITLE="Debrief", API_VERSION="v1", OPENAPI_VERSION="3.1.0",
        RECORD_URLS={RecordKind.REVIEW: "/reviews/{ref}"},
    )
    install_toolkit(app, Site(settings, installed, **lent(installed)))
    app.register_blueprint(pages)
    Api(app).register_blueprint(api)
    app.add_url_rule("/", "home", lambda: Response("home", mimetype="text/plain"))
    return app


@pytest.fixture
def browser(place: Flask) -> Browser:
    """Signed in as Anna Kowalski, the administrator."""
    return Browser(place).sign_in_as(1)
