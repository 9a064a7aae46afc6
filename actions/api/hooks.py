"""The one way in for ticket tools: a signed message, no sign-in, no token."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from flask_smorest import Blueprint

from actions.service.hooks import LARGEST, Heard, receive
from web.errors import fields_of
from web.gate import public
from web.problem import problem
from web.site import site

blp = Blueprint("hooks-api", __name__, url_prefix="/api/v1/hooks", description="Messages of ticket tools")

TOO_LARGE = Heard(413, f"A message may have {LARGEST // 1024} kB at most")


@blp.route("/<name>", methods=["POST"])
@blp.response(200)
@public
def hear(name: str) -> Any:
    """A ticket has changed.

    `X-Debrief-Timestamp`: seconds since 1970. `X-Debrief-Signature`: `sha256=` and, in hexadecimal, HMAC-SHA256 over the
    timestamp, a dot and the body, with the secret of the hook. A message older than 5 minutes is refused (404), and so is
    the second with the same signature (409). What the body holds, its shape says: JSON of your own (`ticket`, `state`,
    `url`, `said`, `evidence`), Jira, ServiceNow. A ticket that is closed reports its action done; checked it is by a person.
    """
    if (request.content_length or 0) > LARGEST:
        return _answer(TOO_LARGE)
    body = request.get_data(cache=False)
    named = request.headers.get("X-Debrief-Timestamp", ""), request.headers.get("X-Debrief-Signature", "")
    # a unit of work of its own: a message that is not understood leaves its row, though its answer is a refusal
    with site().database.unit_of_work() as session:
        heard = receive(session, site().settings.secret_key, name, *named, body)
    return _answer(heard)


def _answer(heard: Heard) -> Any:
    if heard.status == 200:  # noqa: PLR2004 - HTTP: fine
        return jsonify({"detail": heard.detail, "actions": heard.changed})
    return problem(heard.status, heard.detail, errors=fields_of(dict(heard.errors)) if heard.errors else None)
