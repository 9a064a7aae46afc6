"""Every error as an answer: a page in plain words, or in the API a problem document. Never a traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from kernel.idempotency import KeyReused
from web import stale, stash
from web.address import is_api
from web.forms import current_form, form_errors
from web.problem import problem

log = logging.getLogger("debrief.web")

#: status -> heading, what to do. The words of the error pages.
WORDS: dict[int, tuple[str, str]] = {
    400: ("This could not be read", "The address or the form was not complete. Go back and try again."),
    401: ("Sign in first", "This page is for people who are signed in."),
    403: ("You may not do this", "Ask whoever leads the review, or an administrator, if you need to."),
    404: ("Page not found", "There is nothing at this address, or it is not open to you. Check the reference."),
    405: ("This address does not take that", "Nothing was changed. Go back and use the button on the page."),
    409: ("This cannot be done yet", "Nothing was changed."),
    410: ("This is no longer here", "The link has been used or has expired."),
    413: ("That is too large", "Send a smaller file or a shorter text. Nothing was stored."),
    415: ("That kind of file cannot be read", "Send the form from its page, or JSON to the API."),
    422: ("Some of this is not right", "Nothing was changed. Go back and correct it."),
    429: ("Too many tries", "Wait a little and try again. Nothing is lost."),
    500: ("Something went wrong on our side", "Nothing was changed. Try again; if it stays, tell an administrator."),
    503: ("Debrief is not ready", "Try again in a minute."),
}
#: When not even the error page can be drawn, because what failed is what every page needs (the database, a template).
PLAIN = (
    '<!doctype html><html lang="en-GB"><head><title>{heading} - Debrief</title></head>'
    "<body><main><h1>{heading}</h1><p>{told}</p><p>{advice}</p></main></body></html>"
)
REUSED = (
    "This form was sent before, with other content, and that was stored. What you typed now is below. "
    "Copy it, open the page again and send it from there."
)
CSRF_WORDS = (
    "This form is too old",
    (
        "Nothing was sent: the form was open in a session that has ended. What you typed is below. "
        "Copy it, open the page again and send it from there."
    ),
)


def install(app: Flask) -> None:
    app.register_error_handler(NotFound, lambda e: answer(404, str(e)))
    app.register_error_handler(Forbidden, lambda e: answer(403, str(e)))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(Stale, stale.answer)
    app.register_error_handler(KeyReused, _reused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)


def answer(status: int, detail: str = "", *, errors: Any = None, **more: Any) -> Response:
    """The page or the problem document for ``status``; ``more`` goes to the template."""
    heading, advice = WORDS.get(status, (HTTPStatus(status).phrase, "Nothing was changed."))
    if is_api():
        return problem(status, detail or advice, errors=errors)
    words = {"heading": heading, "detail": detail, "advice": advice, "status": status}
    return make_response(render_template("error.html", **{**words, **more}), status)


def http_error(error: HTTPException) -> Any:
    """Aborts of werkzeug and flask-smorest; headers such as Allow and Retry-After stay (stack.md G4)."""
    if error.response is not None or error.code is None or error.code < 400:  # noqa: PLR2004 - redirects are no errors
        return error
    found = getattr(error, "data", None) or {}
    detail = found.get("message", "") or _said(error)
    response = answer(error.code, detail, errors=_flat(found.get("messages") or found.get("errors")))
    response.headers.update({k: v for k, v in error.get_headers() if k.lower() != "content-type"})
    response.headers.update(found.get("headers") or {})
    return response


def unexpected(error: Exception) -> Response:
    """Logged under a reference that the page shows; the person learns nothing else."""
    reference = secrets.token_hex(4)
    log.error("unexpected error %s at %s %s", reference, request.method, request.path, exc_info=error)
    if is_api():
        return problem(500, WORDS[500][1], reference=reference)
    told = f"Reference for the administrator: {reference}"
    try:
        return answer(500, told, values=_typed())
    except Exception:
        log.exception("the page for error %s failed as well", reference)
        heading, advice = WORDS[500]
        return make_response(PLAIN.format(heading=heading, advice=advice, told=told), 500)


def _said(error: HTTPException) -> str:
    """What the view said in ``abort(403, "…")``; werkzeug's own sentence is not for our readers."""
    own = type(error).description
    return error.description if error.description and error.description != own else ""


def _flat(messages: Any) -> Any:
    """Webargs nests by location (``json.title``); forms do not: one shape for both (stack.md G5)."""
    if not isinstance(messages, dict):
        return messages
    locations = {"json", "query", "form", "headers", "path", "files", "json_or_form"}
    found = messages
    if set(messages) <= locations:
        found = {k: v for inner in messages.values() if isinstance(inner, dict) for k, v in inner.items()}
    return fields_of(found)


def fields_of(messages: dict[Any, Any]) -> list[dict[str, str]]:
    return [{"field": field, "detail": text} for field, text in form_errors(messages)]


def _refused(error: Refused) -> Response:
    found = [{"detail": o.text, "where": o.where} for o in error.obstacles]
    return answer(409, errors=found, obstacles=error.obstacles, base=request.path.rpartition("/")[0] + "/")


def _invalid(error: Invalid) -> Response:
    form = current_form()
    schema = form.schema if form else None
    found = form_errors(error.messages, schema)
    return answer(422, errors=fields_of(error.messages), messages=[e.text for e in found], values=_typed())


def _reused(error: KeyReused) -> Response:
    """A form sent, gone back to, changed and sent again: the first sending stands, and what was typed is shown."""
    return answer(422, str(error) if is_api() else REUSED, values=_typed())


def _csrf(_error: CSRFError) -> Response:
    heading, advice = CSRF_WORDS
    return answer(400, heading=heading, advice=advice, values=_typed())


def _typed() -> Iterable[tuple[str, str]]:
    return [(stash.words(key), value) for key, value in stash.typed_pairs() if value.strip() and key != "version"]
