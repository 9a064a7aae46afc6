"""The clocks of a review: paused, resumed, extended; each needs If-Match and answers with the review."""

from __future__ import annotations

from typing import Any

from pir.api.blueprint import blp
from pir.api.parts import loaded
from pir.api.reviews import Answer, answer
from pir.queries.review import find
from pir.schemas.api import ReviewDocument
from pir.schemas.clocks import Extension, Pause, Reopening
from pir.service import clock_acts
from web.etag import version_named
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/clocks/pause", methods=["POST"])
@blp.arguments(Pause)
@blp.response(200, ReviewDocument)
def pause(body: dict[str, Any], ref: str) -> Answer:
    """Let the clocks stand still; the time until they are resumed is added to what is due."""
    clock_acts.pause(session(), current_actor(), ref, version_named(), body["reason"])
    return answer(ref)


@blp.route("/<ref>/clocks/resume", methods=["POST"])
@blp.response(200, ReviewDocument)
def resume(ref: str) -> Answer:
    """Let the clocks run on."""
    clock_acts.resume(session(), current_actor(), ref, version_named())
    return answer(ref)


@blp.route("/<ref>/clocks/extend", methods=["POST"])
@blp.response(200, ReviewDocument)
def extend(ref: str) -> Answer:
    """More time, approved by the caller: ``{"kind": "session", "due_at": "…", "asked_by": person id, "reason": "…"}``."""
    body = loaded(Extension(zone=find(session(), current_actor(), ref).zone))
    clock_acts.extend(session(), current_actor(), ref, version_named(), **body)
    return answer(ref)


@blp.route("/<ref>/clocks/reopened", methods=["POST"])
@blp.response(200, ReviewDocument)
def reopened(ref: str) -> Answer:
    """The incident is open again: ``{"at": "…", "reason": "…"}``. A later time Restored restarts the clocks."""
    body = loaded(Reopening(zone=find(session(), current_actor(), ref).zone))
    clock_acts.reopened(session(), current_actor(), ref, version_named(), **body)
    return answer(ref)
