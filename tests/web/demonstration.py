"""A small application that shows every macro with data: for the page checks, the pictures and the axe audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from jinja2 import ChoiceLoader, FileSystemLoader
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from kernel.config import Settings
from kernel.db import Database
from kernel.errors import Clash, Forbidden, Invalid, NotFound, Obstacle, Refused, Stale
from kernel.permission import Actor, Role
from web.forms import Form, open_form
from web.install import install
from web.paging import page_of
from web.session import after_sign_in, current_actor, public, sign_in, sign_out
from web.site import Site
from web.unit import session as unit

HERE = Path(__file__).parent
ZONE = "Europe/London"


class Moment(Schema):
    at = fields.String(metadata={"widget": "pair"})
    precision = fields.String(load_default="exact", validate=validate.OneOf(["exact", "about", "unknown"]))

    @validates_schema
    def says_when(self, body: dict[str, Any], **_: Any) -> None:
        if not body.get("at") and body["precision"] != "unknown":
            raise ValidationError("Enter the time, or select “Not known yet”", "at")


class Impact(Schema):
    measure = fields.String(
        required=True, error_messages={"required": "Enter what was affected"}, metadata={"label": "What"}
    )
    value = fields.String(required=True, error_messages={"required": "Enter a value"})
    precision = fields.String(
        load_default="exact",
        validate=validate.OneOf(["exact", "about"]),
        metadata={"label": "How sure", "widget": "select"},
    )


class NewReview(Schema):
    incident_ref = fields.String(
        required=True,
        error_messages={"required": "Enter the incident reference"},
        metadata={"hint": "For example, INC0012345"},
    )
    title = fields.String(
        required=True,
        validate=validate.Length(max=120, error="Title must be 120 characters or fewer"),
        error_messages={"required": "Enter a title"},
        metadata={"hint": "What stopped working and for whom, not why"},
    )
    severity = fields.Integer(
        required=True,
        validate=validate.OneOf([1, 2, 3, 4], labels=["P1", "P2", "P3", "P4"]),
        error_messages={"required": "Select the severity"},
        metadata={"hints": {1: "A vital service is down for all, or money or safety is at stake", 4: "Hardly noticed"}},
    )
    zone = fields.String(load_default="UTC", metadata={"label": "Time zone", "widget": "select"})
    occurred = fields.Nested(Moment, required=True, metadata={"label": "Impact started"})
    acknowledged = fields.Nested(Moment, metadata={"label": "Acknowledged"})
    services = fields.List(fields.String(), load_default=list)
    impact = fields.List(fields.Nested(Impact), load_default=list)
    summary = fields.String(load_default="", validate=validate.Length(max=4000))
    facilitator = fields.Integer(allow_none=True, load_default=None, metadata={"widget": "select"})
    is_major = fields.Boolean(
        load_default=False, metadata={"label": "This is a major incident", "hint": "Opens a problem as well"}
    )
    session_at = fields.String(allow_none=True, load_default=None, metadata={"widget": "pair", "label": "Session"})
    email = fields.Email(allow_none=True, load_default=None, metadata={"label": "Send the pre-read to"})
    started_on = fields.Date(allow_none=True, load_default=None)


class Note(Schema):
    text = fields.String(
        required=True, error_messages={"required": "Enter a note"}, metadata={"widget": "textarea", "label": "Note"}
    )
    version = fields.Integer(load_default=1)


def people(person_id: int, epoch: int) -> Actor | None:
    names = {1: "Anna Kowalski", 2: "Raj Patel"}
    if person_id not in names or epoch != 1:
        return None
    return Actor(person_id, names[person_id], frozenset({Role.FACILITATOR}), "form", ZONE)


def make_app(folder: Path, **settings: Any) -> Flask:
    app = Flask("web")
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(HERE / "templates")])  # type: ignore[list-item]
    database = Database(f"sqlite:///{folder / 'demonstration.db'}")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS person (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("INSERT OR IGNORE INTO person VALUES (1), (2)")
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS idempotency (key TEXT, actor_id INTEGER, body_hash TEXT, status INTEGER,"
            " location TEXT, body TEXT, created_at TIMESTAMP, PRIMARY KEY (key, actor_id))"
        )
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT)")
        connection.commit()
    kept: dict[str, Any] = {}

    def store(form: Any) -> str:
        kept[f"k{len(kept)}"] = dict(form)
        return f"k{len(kept) - 1}"

    chosen = Settings(**{**_settings(folder), **settings})
    tokens = {"good-token": Actor(1, "Anna Kowalski", frozenset({Role.FACILITATOR}), "api", ZONE)}
    install(app, Site(chosen, database, people, tokens.get, store, kept.get))
    app.extensions["kept"] = kept
    app.context_processor(_nav)
    _pages(app)
    return app


def _settings(folder: Path) -> dict[str, Any]:
    return {
        "home": folder,
        "database_url": "",
        "secret_key": "only for tests",
        "audit_key_file": folder / "audit.key",
        "idle_timeout": 3600,
        "max_upload": 200_000,
        "testing": True,
    }


def _nav() -> dict[str, Any]:
    words = [("Home", "/"), ("Reviews", "/record"), ("Actions", "/register")]
    return {
        "nav": [(label, url, request.path == url) for label, url in words],
        "search_url": "/",
        "help_url": "/",
        "person_url": "/",
    }


def _notes() -> list[str]:
    return list(unit().execute(sa.text("SELECT text FROM note ORDER BY id")).scalars())


def _pages(app: Flask) -> None:  # noqa: C901, PLR0915 - the whole demonstration at one place
    @app.get("/sign-in")
    @public
    def sign_in_page() -> str:
        return render_template("demo/sign_in.html", next=request.args.get("next", ""))

    @app.post("/sign-in")
    @public
    def signed_in() -> Any:
        sign_in(int(request.form["person"]), 1)
        return redirect(after_sign_in(request.form.get("next")), 303)

    @app.post("/sign-out")
    def signed_out() -> Any:
        sign_out()
        return redirect("/sign-in", 303)

    @app.get("/")
    def home() -> str:
        return render_template("demo/home.html", notes=_notes())

    @app.get("/record")
    def record() -> str:
        return render_template("demo/record.html", form=Form(Note(), ids="aside-"))

    @app.get("/register")
    def register() -> str:
        page = page_of(request.args, 230, "/register")
        return render_template("demo/register.html", page=page, rows=range(page.first, page.first + 6))

    @app.get("/new")
    def new() -> str:
        return render_template("demo/new.html", form=open_form(NewReview(), {"zone": ZONE}))

    @app.post("/new")
    def create() -> Any:
        form = Form(NewReview(), request.form)
        try:
            body = form.load()
        except Invalid as wrong:
            return render_template("demo/new.html", form=form.refused(wrong.messages)), 422
        unit().execute(sa.text("INSERT INTO note (text) VALUES (:t)"), {"t": body["title"]})
        flash(f"“{body['title']}” was opened.")
        return redirect(url_for("home"), 303)

    @app.get("/note")
    def note() -> str:
        return render_template("demo/note.html", form=open_form(Note(), action="/note/save"))

    @app.post("/note/save")
    def save_note() -> Any:
        form = Form(Note(), request.form)
        try:
            body = form.load()
        except Invalid as wrong:
            return render_template("demo/note.html", form=form.refused(wrong.messages)), 422
        unit().execute(sa.text("INSERT INTO note (text) VALUES (:t)"), {"t": body["text"]})
        if body["version"] < 2:  # noqa: PLR2004 - the stored version of the demonstration
            clash = Clash("text", "Note", "The log volume was full.\nRaj found it.", body["text"])
            raise Stale("this note", 2, "Raj Patel", [clash])
        if body["text"] == "refuse":
            raise Refused([Obstacle("Add an owner to every action", "actions"), Obstacle("Wait for the approver")])
        return redirect("/", 303)

    @app.route("/confirm", methods=["GET", "POST"])
    def confirm() -> Any:
        if request.method == "POST":
            return redirect("/", 303)
        return render_template(
            "confirm.html",
            question="Move the due date to Fri 11 Dec?",
            consequence="The first due date, 4 Dec, stays on record and counts for “on time”. Maya Lindqvist is told.",
            act="Move the date",
            back=("Keep 4 Dec", "/"),
        )

    @app.get("/error/<int:status>")
    def wrong(status: int) -> Any:
        abort(status)

    @app.get("/error/<word>")
    def raised(word: str) -> Any:
        kinds = {
            "absent": NotFound("review"),
            "forbidden": Forbidden("approve a review"),
            "broken": ZeroDivisionError("secret detail"),
        }
        raise kinds[word]

    @app.route("/api/v1/notes", methods=["GET", "POST"])
    def notes() -> Any:
        if request.method == "POST":
            text = (request.get_json() or {}).get("text", "")
            if not text:
                raise Invalid({"text": ["Enter a note"]})
            if text == "stale":
                raise Stale("this note", 2, "Raj Patel", [Clash("text", "Note", "theirs", text)])
            if text == "refuse":
                raise Refused([Obstacle("Add an owner", "actions")])
            unit().execute(sa.text("INSERT INTO note (text) VALUES (:t)"), {"t": text})
            answer = jsonify({"text": text, "by": current_actor().name})
            answer.status_code = 201
            return answer
        return jsonify(_notes())

    @app.get("/api/v1/broken")
    def broken() -> Any:
        raise ZeroDivisionError("secret detail")

    @app.get("/healthz")
    @public
    def health() -> Response:
        return Response("ok", mimetype="text/plain")

    @app.get("/broken.css")
    @public
    def broken_style() -> Response:
        rules = ".tiny { width: 12px; height: 12px; padding: 0; border: 0; margin: 0 } .pale { color: #bbb; background: #fff }"
        return Response(rules, mimetype="text/css")

    @app.get("/broken-page")
    @public
    def broken_page() -> str:
        return render_template("demo/broken.html")
