"""The request's unit of work: opened when first asked for, committed after the view, rolled back on any refusal."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from web import idempotency, stash
from web.gate import SAFE
from web.site import site

#: From this status on nothing is written.
REFUSED = 400


def session() -> Session:
    """The one session of this request: may write for unsafe methods, reads for GET and HEAD."""
    if "debrief_session" not in g:
        g.debrief_session = site().database.open(write=request.method not in SAFE)
    found: Session = g.debrief_session
    return found


def install(app: Flask) -> None:
    app.before_request(_replay)
    app.after_request(_end)
    app.teardown_request(_close)


def _replay() -> Response | None:
    """The answer that the same key got before, if this is a second sending."""
    return idempotency.claim(session) if request.method not in SAFE else None


def _end(response: Response) -> Response:
    """Commit below 400, else roll back. A commit that fails answers like a view that failed."""
    accepted = response.status_code < REFUSED
    if accepted and request.method not in SAFE:
        stash.drop_if_sent()
    opened: Session | None = g.get("debrief_session")
    if opened is None:
        return response
    if not accepted or request.method in SAFE:
        opened.rollback()
        return response
    try:
        idempotency.settle(opened, response)
        opened.commit()
    except Exception as failure:  # noqa: BLE001 - every failure becomes an answer
        opened.rollback()
        return current_app.make_response(current_app.handle_user_exception(failure))
    return response


def _close(_failure: BaseException | None) -> None:
    opened: Session | None = g.pop("debrief_session", None)
    if opened is not None:
        opened.rollback()
        opened.close()
