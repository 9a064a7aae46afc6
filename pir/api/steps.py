"""Taking a transition of the review's lifecycle."""

from __future__ import annotations

from typing import Any

from kernel.errors import NotFound
from pir.api.blueprint import blp
from pir.api.reviews import Answer, answer
from pir.rules.lifecycle import REVIEW_LIFECYCLE
from pir.schemas.api import ReviewDocument, StepBody
from pir.service.lifecycle import transition
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/transitions/<name>", methods=["POST"])
@blp.arguments(StepBody)
@blp.response(200, ReviewDocument)
def take(body: dict[str, Any], ref: str, name: str) -> Answer:
    """``submit``, ``approve``, ``publish`` … as ``transitions`` of the review names them; 409 with every obstacle."""
    if name not in REVIEW_LIFECYCLE:
        raise NotFound("transition")
    transition(session(), current_actor(), ref, name, reason=body["reason"], as_role=body["as_role"])
    return answer(ref)
