"""Reads of restricted records, written down once the answer is out. A log that fails costs nobody the page."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from kernel import access
from web.actor import actor_or_none
from web.address import is_api
from web.gate import SAFE
from web.site import site

log = logging.getLogger("debrief.web")
SEARCH = "/search"


def install(app: Flask) -> None:
    app.after_request(_when_out)


def _when_out(response: Response) -> Response:
    """What a GET handed out. Changes are in the audit trail, and what was refused was not read."""
    opened = g.get("debrief_session")
    ids = access.seen_in(opened) if opened is not None else frozenset()
    actor = actor_or_none() if ids else None
    if actor is None or request.method not in SAFE or response.status_code >= 300:  # noqa: PLR2004 - a page, not the way to one
        return response
    database, door, what = site().database, _door(), request.path

    def write_down() -> None:
        try:
            access.write_down(database, actor, ids, door=door, what=what)
        except Exception:
            log.exception("the access log of %s was not written", what)

    response.call_on_close(write_down)
    return response


def _door() -> str:
    """``search`` for a page that was opened from what was found."""
    if is_api():
        return "api"
    return "search" if urlsplit(request.referrer or "").path == SEARCH else "page"
