"""Signing in and out. Flask-Login stands behind this file and ``web/actor.py`` and is named nowhere else (decision 33).

Pages know a person by the session cookie, ``/api/`` only by a bearer token: neither door opens with the other's key,
so the API needs no CSRF token and a stolen cookie is no API key.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, session
from flask_login import LoginManager, login_user, logout_user

from kernel import clock
from kernel.permission import Actor
from web import stash
from web.actor import SignedIn, actor_or_none, current_actor
from web.address import local_path
from web.gate import public
from web.site import site

__all__ = ["actor_or_none", "after_sign_in", "current_actor", "install", "public", "sign_in", "sign_out"]


def sign_in(person_id: int, epoch: int) -> Actor:
    """Start a session with a fresh cookie content; what a form kept before survives. Raises LookupError if refused."""
    actor = site().load_person(person_id, epoch)
    if actor is None:
        raise LookupError(f"person {person_id} may not sign in")
    kept = session.get(stash.KEY)
    session.clear()
    if kept:
        session[stash.KEY] = kept
    login_user(SignedIn(actor, epoch))
    session["seen"] = clock.now().timestamp()
    return actor


def sign_out() -> None:
    logout_user()
    session.clear()


def after_sign_in(wanted: str | None = None) -> str:
    """Where to go after signing in: the page of the form that was kept, else ``wanted`` if it is ours, else home."""
    return stash.page_to_return_to() or local_path(wanted) or "/"


def install(app: Flask) -> None:
    """Cookie settings and the loader."""
    settings = site(app).settings
    app.config.update(
        SESSION_COOKIE_NAME="__Host-debrief" if settings.https else "debrief",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
    )
    login = LoginManager()
    login.session_protection = None  # the cookie is signed; an address that changes is no theft
    login.user_loader(_load)
    login.init_app(app, add_context_processor=False)


def _load(identity: str) -> SignedIn | None:
    person, _, epoch = identity.partition(":")
    if not (person.isdigit() and epoch.isdigit()) or _is_idle():
        return None
    actor = site().load_person(int(person), int(epoch))
    return None if actor is None else SignedIn(actor, int(epoch))


def _is_idle() -> bool:
    seen = datetime.fromtimestamp(session.get("seen", 0), UTC)
    return clock.now() - seen > timedelta(seconds=site().settings.idle_timeout)
