"""The severity of a review: judged in hindsight, changed during the incident, followed or kept."""

from __future__ import annotations

from typing import Any

from pir.api.blueprint import blp
from pir.api.parts import loaded
from pir.api.reviews import Answer, answer
from pir.queries.review import find
from pir.schemas.api import ReviewDocument
from pir.schemas.severity import ChangedTo, Kept, Warranted
from pir.service import severity as service
from web.etag import version_named
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/severity/warranted", methods=["PUT"])
@blp.arguments(Warranted)
@blp.response(200, ReviewDocument)
def judge(body: dict[str, Any], ref: str) -> Answer:
    """Which severity was warranted in hindsight, and why: ``severity``, or ``impact`` and ``urgency`` for the matrix."""
    service.judge(session(), current_actor(), ref, version_named(), **body)
    return answer(ref)


@blp.route("/<ref>/severity/changes", methods=["POST"])
@blp.response(200, ReviewDocument)
def record_change(ref: str) -> Answer:
    """The severity changed during the incident: ``{"becomes": 1, "at": "…"}``."""
    body = loaded(ChangedTo(zone=find(session(), current_actor(), ref).zone))
    service.record_change(session(), current_actor(), ref, version_named(), **body)
    return answer(ref)


@blp.route("/<ref>/severity/follow", methods=["POST"])
@blp.response(200, ReviewDocument)
def follow(ref: str) -> Answer:
    """Give the review the severity that its incident has now."""
    service.follow(session(), current_actor(), ref, version_named())
    return answer(ref)


@blp.route("/<ref>/severity/keep", methods=["POST"])
@blp.arguments(Kept)
@blp.response(200, ReviewDocument)
def keep(body: dict[str, Any], ref: str) -> Answer:
    """Keep the review's severity though its incident has another now."""
    service.keep(session(), current_actor(), ref, version_named(), body["reason"])
    return answer(ref)
