"""Moving the due date of an action."""

from __future__ import annotations

from typing import Any

from actions.api.blueprint import blp
from actions.api.one import Answer, answer
from actions.schemas import ActionShown, MoveFields
from actions.service import move_due
from web.etag import version_named
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/due-moves", methods=["POST"])
@blp.arguments(MoveFields)
@blp.response(200, ActionShown)
def move(body: dict[str, Any], ref: str) -> Answer:
    """Another due date, with a reason; needs If-Match. ``original_due`` never changes."""
    move_due(session(), current_actor(), ref, version_named(), **body)
    return answer(ref)
