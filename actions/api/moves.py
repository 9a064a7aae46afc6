"""Moving the due date of an action."""

from __future__ import annotations

from typing import Any

from actions.api.blueprint import blp
from actions.api.one import Answer, answer
from actions.schemas import ActionShown, MoveFields
from actions.schemas.questions import DecisionFields
from actions.service import decide_move, move_due
from web.etag import version_named
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/due-moves", methods=["POST"])
@blp.arguments(MoveFields)
@blp.response(200, ActionShown)
def move(body: dict[str, Any], ref: str) -> Answer:
    """Another due date, with a reason; needs If-Match. ``original_due`` never changes.

    Where the policy asks the problem manager, the date stays and ``waiting_move`` says what waits.
    """
    move_due(session(), current_actor(), ref, version_named(), **body)
    return answer(ref)


@blp.route("/<ref>/due-moves/decision", methods=["POST"])
@blp.arguments(DecisionFields)
@blp.response(200, ActionShown)
def decide(body: dict[str, Any], ref: str) -> Answer:
    """Accept or decline the move that waits."""
    decide_move(session(), current_actor(), ref, accept=body["decision"] == "accept", answer=body["answer"])
    return answer(ref)
