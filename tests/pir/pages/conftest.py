"""Browsers of the team on the whole product, with one review open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import make
import pytest
from browser import Browser
from flask import Flask

from kernel.db import Database
from pir.service.timeline import NewEntry

L = "Europe/London"


@pytest.fixture
def browse(app: Flask, team: Any) -> Callable[[str], Browser]:
    """``browse("anna")`` is Anna's browser."""
    return lambda name: Browser(app).sign_in_as(getattr(team, name).person_id)


@pytest.fixture
def anna(browse: Callable[[str], Browser]) -> Browser:
    return browse("anna")


@pytest.fixture
def review(database: Database, team: Any) -> str:
    """The reference of a draft with times, a gap of 61 minutes and evidence."""
    entries = [
        NewEntry(make.at() + timedelta(minutes=m), text, L, evidence=evidence)
        for m, text, evidence in [(0, "Checkout answered 503", ["db.log"]), (11, "Probe failed", []), (13, "Bridge opened", []),
                                  (15, "Rolled back", []), (76, "Writes accepted", [])]
    ]
    with database.unit_of_work() as session:
        return make.review(session, team.anna, incident_ref="INC0012345", entries=entries).record.ref


@pytest.fixture
def counted(database: Database) -> Callable[[], dict[str, int]]:
    """Rows by table, read past the application."""

    def rows() -> dict[str, int]:
        with database.engine.connect() as connection:
            return {t: connection.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar() or 0
                    for t in ("review", "incident", "timeline_entry", "person", "service", "impact")}

    return rows
