"""Two people in the whole product: Ivo, who may import, and Vera, who may read."""

from __future__ import annotations

import make
import pytest
from browser import Browser
from flask import Flask

from kernel.db import Database
from kernel.permission import Role


@pytest.fixture
def people(app: Flask, database: Database) -> dict[str, int]:
    """Ids by name; both read in UTC."""
    with database.unit_of_work() as session:
        make.organisation(session, zone="UTC")
        ivo = make.person(session, "Ivo Imports", Role.INCIDENT_MANAGER, zone="UTC")
        vera = make.person(session, "Vera Outside", Role.VIEWER, zone="UTC")
        return {"Ivo": ivo.id, "Vera": vera.id}


@pytest.fixture
def ivo(app: Flask, people: dict[str, int]) -> Browser:
    return Browser(app).sign_in_as(people["Ivo"])


@pytest.fixture
def vera(app: Flask, people: dict[str, int]) -> Browser:
    return Browser(app).sign_in_as(people["Vera"])
