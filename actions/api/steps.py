"""Taking a transition of the lifecycle."""

from __future__ import annotations

from typing import Any

from actions.api.blueprint import blp
from actions.api.one import Answer, answer
from actions.schemas import ActionShown, StepFields
from actions.service import transition
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/transitions/<name>", methods=["POST"])
@blp.arguments(StepFields)
@blp.response(200, ActionShown)
def take(body: dict[str, Any], ref: str, name: str) -> Answer:
    """``accept``, ``claim_done``, ``verify`` … as ``transitions`` of the action names them; 409 with every obstacle."""
    transition(session(), current_actor(), ref, name, **body)
    return answer(ref)
