"""What the checks of the causes find, for those who edit a review, and which warnings may stand."""

from __future__ import annotations

from typing import Any

from pir.api.blueprint import blp
from pir.queries.checks import Checked
from pir.schemas.checks import CheckShown, DismissBody
from pir.service import checks as service
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/checks", methods=["GET"])
@blp.response(200, CheckShown(many=True))
def checks(ref: str) -> list[Checked]:
    """Every finding in the causes, question by question. Private to those who may contribute to the review."""
    return list(service.findings_for(session(), current_actor(), ref))


@blp.route("/<ref>/checks/dismissals", methods=["POST"])
@blp.arguments(DismissBody)
@blp.response(201, CheckShown)
def dismiss(body: dict[str, Any], ref: str) -> Checked:
    """Let a warning stand, with a reason. 412 when what was found has changed; a blocker is refused."""
    made = service.dismiss(session(), current_actor(), ref, body["question"].value, body["found"], body["reason"])
    found = service.findings_for(session(), current_actor(), ref)
    return next(one for one in found if one.dismissal and one.dismissal.id == made.id)


@blp.route("/<ref>/checks/dismissals/<int:dismissal_id>", methods=["DELETE"])
@blp.response(204)
def restore(ref: str, dismissal_id: int) -> None:
    """The warning asks again."""
    service.restore(session(), current_actor(), ref, dismissal_id)
