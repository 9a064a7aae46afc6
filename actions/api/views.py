"""Views of the register that one keeps, and many actions given to one person."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask.views import MethodView

from actions.api.blueprint import blp
from actions.queries.views import views_of
from actions.schemas.shown import query_of
from actions.schemas.view import GaveShown, GiveFields, NewView, ViewShown, read_versions
from actions.service.bulk import give_all
from actions.service.views import drop_view, keep_view
from web.session import current_actor
from web.unit import session


@blp.route("/views")
class Views(MethodView):
    @blp.response(200, ViewShown(many=True))
    def get(self) -> list[Any]:
        """One's own, by name. ``query`` is what the list of actions is asked with."""
        return views_of(session(), current_actor())

    @blp.arguments(NewView)
    @blp.response(201, ViewShown)
    def post(self, body: dict[str, Any]) -> Any:
        """Keep a filter of the list under a name; under a name that is there already it is written over."""
        return keep_view(session(), current_actor(), body["name"], urlencode(query_of(body)))


@blp.route("/views/<int:view_id>", methods=["DELETE"])
@blp.response(204)
def drop(view_id: int) -> None:
    """Let a view of one's own go."""
    drop_view(session(), current_actor(), view_id)


@blp.route("/new-owner", methods=["POST"])
@blp.arguments(GiveFields)
@blp.response(200, GaveShown)
def give(body: dict[str, Any]) -> dict[str, Any]:
    """Give several actions to one person, who is asked to accept each: all of them, or none. Each names the version that was seen."""
    made = give_all(session(), current_actor(), read_versions(body["actions"]), body["owner"])
    return {"changed": [{"ref": action.record.ref, "version": action.record.version} for action in made]}
