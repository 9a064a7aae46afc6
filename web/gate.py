"""The gate before every view: strangers see public views only, and lose nothing that they had typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, make_response, redirect, request, session

from kernel import clock
from web import stash
from web.actor import actor_or_none
from web.address import is_api, with_query
from web.site import site

View = TypeVar("View", bound=Callable[..., Any])

#: Seconds between two notes of the last request in the cookie.
SEEN_EVERY = 60
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def public(view: View) -> View:
    """Mark a view that strangers may see. Every other view asks to sign in: guarded unless it says otherwise."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(app: Flask, endpoint: str) -> bool:
    view: Any = app.view_functions.get(endpoint)
    cls = getattr(view, "view_class", None)
    marked = getattr(view, "is_public", False) or getattr(cls, "is_public", False)
    return bool(marked) or endpoint in {"static", *app.config.get("PUBLIC_ENDPOINTS", ())}


def install(app: Flask) -> None:
    app.before_request(_gate)


def _gate() -> Response | None:
    """Let strangers only into public views; keep what they had typed."""
    if request.endpoint is None:
        return None
    actor = actor_or_none()
    if actor is not None and not is_api():
        _mark_seen()
    if actor is not None or is_public(current_app, request.endpoint):
        return None
    if is_api():
        abort(401)
    return _to_sign_in()


def _mark_seen() -> None:
    now = clock.now().timestamp()
    if now - session.get("seen", 0) >= SEEN_EVERY:
        session["seen"] = now


def _to_sign_in() -> Response:
    if request.method in SAFE:
        back = request.full_path.rstrip("?")
    else:
        stash.keep(_person_before())
        back = stash.page_of_form()
    url = with_query(site().sign_in_url, next=back)
    if request.headers.get("HX-Request") == "true":
        return Response(status=401, headers={"HX-Redirect": url})
    return make_response(redirect(url, code=303))


def _person_before() -> int | None:
    """The person of the session that ended, as far as the cookie still says."""
    person = str(session.get("_user_id", "")).partition(":")[0]
    return int(person) if person.isdigit() else None
