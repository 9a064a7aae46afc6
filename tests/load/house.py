"""A small house for tests of many at once: the product, one review, and editors with cookies and tokens."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import make
import sqlalchemy as sa
from browser import Browser
from conftest import product
from flask import Flask
from flask.testing import FlaskClient

from kernel import audit
from kernel.db import Database
from kernel.permission import Role, machine
from kernel.record import Record
from organisation.models import ApiToken

TOKEN = re.compile(r'name="(csrf_token|idempotency_key|version)" value="([^"]*)"')


@dataclass
class House:
    """``editors`` are person ids; editor ``i`` has the bearer token ``editor-i``."""

    app: Flask
    database: Database
    ref: str
    editors: list[int]

    def browser(self, person_id: int) -> FlaskClient:
        return Browser(self.app).sign_in_as(person_id).client

    def hidden(self, client: FlaskClient, url: str) -> dict[str, str]:
        """The hidden inputs of the form at ``url``, as somebody opens it now."""
        page = client.get(url)
        assert page.status_code == 200, page.get_data(as_text=True)[-500:]
        return dict(TOKEN.findall(page.get_data(as_text=True)))

    def version(self) -> int:
        with self.database.unit_of_work(write=False) as session:
            return session.scalars(sa.select(Record.version).where(Record.ref == self.ref)).one()

    def count(self, table: str) -> int:
        with self.database.engine.connect() as connection:
            return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def build(database: Database, home: Path, *, editors: int = 20) -> House:
    app = product(database, home)
    with database.unit_of_work() as session:
        people = [make.person(session, f"Editor {i}", Role.FACILITATOR, Role.CONTRIBUTOR) for i in range(editors)]
        for i, person in enumerate(people):
            digest = hashlib.sha256(f"editor-{i}".encode()).hexdigest()
            session.add(ApiToken(person_id=person.id, name="test", token_hash=digest))
        session.flush()
        audit.note(session, machine("test"), "make tokens")
        ref = make.review(session, make.actor(people[0])).record.ref
        ids = [person.id for person in people]
    return House(app, database, ref, ids)
