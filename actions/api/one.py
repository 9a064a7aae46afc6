"""One action: read it, change what was agreed."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from actions.api.blueprint import blp
from actions.api.shown import whole
from actions.queries.action import detail
from actions.schemas import ActionPatch, ActionShown
from actions.service import edit_action
from actions.service.tickets import tell_ticket
from web.etag import etag, version_named
from web.session import current_actor
from web.unit import session

Answer = tuple[dict[str, Any], int, dict[str, str]]


def answer(ref: str) -> Answer:
    """The action as it stands now, with its ETag."""
    found = detail(session(), current_actor(), ref)
    return whole(found), 200, etag(found.action.record.version)


@blp.route("/<ref>", endpoint="Action")
class OneAction(MethodView):
    @blp.response(200, ActionShown)
    def get(self, ref: str) -> Answer:
        """One action with its ETag."""
        return answer(ref)

    @blp.arguments(ActionPatch(partial=True))
    @blp.response(200, ActionShown)
    def patch(self, body: dict[str, Any], ref: str) -> Answer:
        """Change the given fields. Needs If-Match: 428 without it, 412 when somebody changed the action since."""
        state = body.pop("external_state", None)
        if body or state is None:
            edit_action(session(), current_actor(), ref, version_named(), body)
        if state is not None:
            tell_ticket(session(), current_actor(), ref, None if body else version_named(), state)
        return answer(ref)
