"""Composition root for HTTP: ``create_app()`` puts the parts of ``wiring`` on the toolkit of ``web``.

``gunicorn "wsgi:create_app()"`` and ``flask --app wsgi run`` both find it; importing this module has no effect.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, jsonify, request, url_for

import migrations
import wiring
from kernel import audit, event, leadership, outbox
from kernel.config import Settings
from kernel.db import Database
from organisation.service.doors import lent
from web.api import Api
from web.install import install
from web.session import public
from web.site import Site, site

API = {
    "API_TITLE": "Debrief",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_SPEC_OPTIONS": {
        "info": {"description": "Post-incident reviews, causes and corrective actions."},
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
    },
}


def create_app(settings: Settings | None = None, *, database: Database | None = None) -> Flask:
    """The product as a WSGI application. Needs a migrated database and the audit key (``debrief init``)."""
    settings = settings or Settings.from_environment()
    database = database or Database(settings.database_url)
    app = Flask("web")
    app.config.update(API, DEMO=settings.demo, RECORD_URLS=wiring.RECORD_URLS, PUBLIC_ENDPOINTS=["api-docs.openapi_json"])
    install(app, open_site(settings, database))
    for blueprint in wiring.BLUEPRINTS:
        app.register_blueprint(blueprint)
    api = Api(app)
    for blueprint in wiring.API_BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.context_processor(_frame)
    _add_health(app)
    return app


def open_site(settings: Settings, database: Database) -> Site:
    """What the application works on; the domains of this process are connected to each other."""
    audit.use_key(audit.read_key(settings.audit_key_file))
    outbox.use_origin(settings)
    wiring.connect()
    event.subscribe(wiring.SUBSCRIBERS)
    return Site(settings, database, **lent(database))


def _frame() -> dict[str, Any]:
    """What stands around every page: the sections, search, the person's page, help."""
    here = request.path
    nav = [(label, path, here == path or (path != "/" and here.startswith(path))) for label, path in wiring.SECTIONS]
    return {"nav": nav, "person_url": url_for("organisation.profile"), "help_url": url_for("organisation.help"), "search_url": url_for("home.searching")}


def _add_health(app: Flask) -> None:
    """``/healthz``: the process answers. ``/readyz``: the database answers and is at the schema of this code; how the scheduler is."""

    @app.get("/healthz")
    @public
    def healthz() -> Response:
        return jsonify(status="ok")

    @app.get("/readyz")
    @public
    def readyz() -> tuple[Response, int]:
        database = site().database
        try:
            with database.engine.connect() as connection:
                connection.execute(sa.text("SELECT 1"))
            at, head = migrations.current(database), migrations.head(database)
        except sa.exc.SQLAlchemyError:
            return jsonify(status="unready", database="does not answer"), 503
        if at != head:
            return jsonify(status="unready", database="ok", schema=at, expected=head), 503
        return jsonify(status="ok", database="ok", schema=at, scheduler=_sign_of_life(database)), 200


def _sign_of_life(database: Database) -> dict[str, Any]:
    """Of the leading scheduler. A site without one serves its pages all the same, so this makes nothing unready."""
    with database.unit_of_work(write=False) as session:
        age = leadership.age(session)
    is_alive = age is not None and age <= 2 * leadership.LEASE
    return {"status": "ok" if is_alive else "silent", "seconds_since_heartbeat": None if age is None else round(age.total_seconds(), 1)}
