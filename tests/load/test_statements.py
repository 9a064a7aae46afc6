"""The number of SQL statements of a page does not depend on how much there is to show (Shows 6).

Every GET route of the URL map is either in ``PATHS`` or says in ``NOT_COUNTED`` why it is not; a new route fails until it does.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from browser import Browser
from conftest import AUDIT_KEY, settings_for
from flask import Flask

from incidents.models import Incident
from kernel.db import Database
from organisation.models import ApiToken
from organisation.queries.account import secret_hash
from tests.load import big

TOKEN = "a-token-of-the-tests"

PATHS = {
    "home.start": "/", "incidents.incidents": "/incidents", "incidents.incident": "/incidents/{incident}",
    "pir.reviews": "/reviews", "pir.overview": "/reviews/{ref}", "pir.timeline": "/reviews/{ref}/timeline",
    "pir.actions": "/reviews/{ref}/actions", "pir.history": "/reviews/{ref}/history", "pir.people": "/reviews/{ref}/people",
    "pir.sign_off": "/reviews/{ref}/sign-off", "pir.session": "/reviews/{ref}/session", "pir.impact": "/reviews/{ref}/impact",
    "pir.findings": "/reviews/{ref}/findings", "pir.story": "/reviews/{ref}/story", "pir.times": "/reviews/{ref}/times",
    "pir.classification": "/reviews/{ref}/classification", "pir.new": "/reviews/new", "pir.paste": "/reviews/paste",
    "pir.paste_timeline": "/reviews/{ref}/timeline/paste", "pir.edit_timeline_entry": "/reviews/{ref}/timeline/{entry}/edit",
    "pir.edition": "/reviews/{signed}/edition/1",
    "causes.ladder": "/reviews/{ref}/why", "causes.focus": "/reviews/{ref}/why/why/event",
    "causes.add": "/reviews/{ref}/why/why/add?effect={factor}", "causes.edit": "/reviews/{ref}/why/factors/{factor}/edit",
    "causes.link": "/reviews/{ref}/why/factors/{factor}/links", "causes.gate": "/reviews/{ref}/why/why/gate?effect=focus",
    "actions.register": "/actions", "actions.mine": "/my-actions", "actions.show": "/actions/{action}",
    "actions.new": "/actions/new?source={ref}", "actions.edit": "/actions/{action}/edit",
    "actions.move": "/actions/{action}/move-date",
    "organisation.people": "/people", "organisation.person": "/people/{boss}", "organisation.services": "/services",
    "organisation.profile": "/profile", "organisation.settings": "/settings", "organisation.audit_trail": "/audit",
    "organisation.new_person": "/people/new", "exports.bundle": "/reviews/{ref}/report.json",
    "incidents-api.list_incidents": "/api/v1/incidents", "incidents-api.get_incident": "/api/v1/incidents/{incident}",
    "organisation-api.People": "/api/v1/people", "organisation-api.Person": "/api/v1/people/{boss}",
    "organisation-api.services": "/api/v1/services", "organisation-api.me": "/api/v1/me",
    "pir-api.Reviews": "/api/v1/reviews", "pir-api.Review": "/api/v1/reviews/{ref}",
    "actions-api.Actions": "/api/v1/actions", "actions-api.Action": "/api/v1/actions/{action}",
}

NOT_COUNTED = {
    "static": "a file", "healthz": "no database", "readyz": "no rows", "api-docs.openapi_json": "no database",
    "organisation.sign_in": "no rows", "organisation.help": "no rows", "exports.word": "reads what exports.bundle reads",
    "exports_api.Report": "reads what exports.bundle reads", "incidents.import_form": "no rows",
    "incidents.import_preview": "reads a file, not rows", "pir.gap": "one gap", "pir.ask_to_remove_entry": "one entry",
    "pir.ask_step": "one review", "actions.step": "one action", "organisation.ask_disable": "one person",
    "organisation.ask_left": "one person",
}

SIZES = {"small": {"entries": 4, "factors": 4, "actions": 4, "others": 2},
         "large": {"entries": 60, "factors": 30, "actions": 30, "others": 20}}  # fmt: skip


@pytest.fixture(scope="module")
def worlds(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Flask, dict[str, Any]]]]:
    from wsgi import create_app

    made = {}
    for name, size in SIZES.items():
        home = tmp_path_factory.mktemp(name)
        shutil.copy(migrated_sqlite, home / "debrief.db")
        (home / "audit.key").write_text(AUDIT_KEY.hex())
        database = Database(f"sqlite:///{home / 'debrief.db'}")
        with database.unit_of_work() as session:
            names = big.build(session, **size)
            names["incident"] = session.get_one(Incident, names["incident"]).record.ref
            session.add(ApiToken(person_id=names["boss"], name="tests", token_hash=secret_hash(TOKEN)))
        made[name] = (create_app(settings_for(database, home), database=database), names)
    yield made


def count(app: Flask, names: dict[str, Any], path: str) -> int:
    """Statements of one request, after one that fills what is read once a process."""
    database: Database = app.extensions["debrief"].database
    browser = Browser(app).sign_in_as(names["boss"])
    headers = {"Authorization": f"Bearer {TOKEN}"} if path.startswith("/api/") else {}
    address = path.format(**names)
    assert browser.client.get(address, headers=headers).status_code == 200, address
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        browser.client.get(address, headers=headers)
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)
    return len(said)


@pytest.mark.parametrize("endpoint", PATHS)
def test_a_page_says_as_many_statements_for_many_rows_as_for_few(worlds: Any, endpoint: str) -> None:
    few, many = (count(*worlds[size], PATHS[endpoint]) for size in ("small", "large"))
    assert many == few


def test_every_get_route_is_counted_or_says_why_not(worlds: Any) -> None:
    app, _ = worlds["small"]
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    decided = PATHS.keys() | NOT_COUNTED.keys()
    assert {e for e in routes if e not in decided} == set()
    assert {e for e in decided if e not in routes} == set()
