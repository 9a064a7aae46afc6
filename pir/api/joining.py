"""Several incidents in one review, two reviews made one, and proposals that are declined."""

from __future__ import annotations

from typing import Any

from pir.api.blueprint import blp
from pir.api.reviews import Answer, answer
from pir.schemas.api import ReviewDocument, StepBody
from pir.schemas.joining import Joined, Merged
from pir.service import joining
from pir.service.proposals import decline
from web.etag import version_named
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/incidents", methods=["POST"])
@blp.arguments(Joined)
@blp.response(200, ReviewDocument)
def join(body: dict[str, Any], ref: str) -> Answer:
    """Let the review cover one more incident: ``{"incident": "INC0012345"}``. Needs If-Match."""
    joining.join(session(), current_actor(), ref, version_named(), body["incident"])
    return answer(ref)


@blp.route("/<ref>/incidents/<path:incident_ref>", methods=["DELETE"])
@blp.response(200, ReviewDocument)
def take_out(ref: str, incident_ref: str) -> Answer:
    """Let the review no longer cover an incident that does not lead it. Needs If-Match."""
    joining.take_out(session(), current_actor(), ref, version_named(), incident_ref)
    return answer(ref)


@blp.route("/<ref>/lead", methods=["PUT"])
@blp.arguments(Joined)
@blp.response(200, ReviewDocument)
def lead(body: dict[str, Any], ref: str) -> Answer:
    """Let another incident of the review lead it; the clocks follow. Needs If-Match."""
    joining.make_lead(session(), current_actor(), ref, version_named(), body["incident"])
    return answer(ref)


@blp.route("/<ref>/merge", methods=["POST"])
@blp.arguments(Merged)
@blp.response(200, ReviewDocument)
def merge(body: dict[str, Any], ref: str) -> Answer:
    """End this draft in favour of another, which is the answer. Needs If-Match."""
    target = joining.merge(session(), current_actor(), ref, version_named(), **body)
    return answer(target.record.ref)


@blp.route("/of-incident/<path:incident_ref>/decline", methods=["POST"])
@blp.arguments(StepBody)
@blp.response(204)
def decline_proposal(body: dict[str, Any], incident_ref: str) -> None:
    """Say why an incident for which the rule proposes a review gets none."""
    decline(session(), current_actor(), incident_ref, body["reason"])
