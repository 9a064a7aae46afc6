"""Legal holds and retention periods. Deleting needs a person who looks at the list, so it is no part of the API."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from kernel.permission import require
from organisation.api.blueprint import bp
from organisation.queries.hold import holds
from organisation.queries.retention import count_due, periods
from organisation.schemas.leaving import HoldOut, Reason, RetentionIn, RetentionOut
from organisation.service.hold import place_hold, release_hold
from organisation.service.retention import SET_PERIODS, set_periods
from web.session import current_actor
from web.unit import session


@bp.route("/holds")
class Holds(MethodView):
    @bp.response(200, HoldOut(many=True))
    def get(self) -> list[dict[str, Any]]:
        """Every record on legal hold that is open to you."""
        require(current_actor(), "read")
        return [{"ref": n.on, "since": n.since, "by": n.by, "reason": n.reason} for _, n in holds(session(), current_actor())]


@bp.route("/holds/<path:ref>", methods=["PUT"])
@bp.arguments(Reason)
@bp.response(204)
def hold(body: dict[str, Any], ref: str) -> None:
    """Put a record on legal hold, with a reason. 409 when it is held already."""
    place_hold(session(), current_actor(), ref, body["reason"])


@bp.route("/holds/<path:ref>/release", methods=["POST"])
@bp.arguments(Reason)
@bp.response(204)
def release(body: dict[str, Any], ref: str) -> None:
    """Release the hold on a record, with a reason. 409 when it is not held."""
    release_hold(session(), current_actor(), ref, body["reason"])


@bp.route("/retention")
class Retention(MethodView):
    @bp.response(200, RetentionOut)
    def get(self) -> dict[str, Any]:
        """Retention periods in years, and how many records wait to be deleted."""
        require(current_actor(), SET_PERIODS)
        return {"periods": periods(session()), "due": count_due(session(), current_actor())}

    @bp.arguments(RetentionIn)
    @bp.response(200, RetentionOut)
    def put(self, body: dict[str, Any]) -> dict[str, Any]:
        """Set all periods; a kind that is not named is kept for ever. Nothing is deleted."""
        set_periods(session(), current_actor(), body["periods"])
        return {"periods": periods(session()), "due": count_due(session(), current_actor())}
