"""The list of actions, and writing one down."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.views import MethodView

from actions.api.blueprint import blp
from actions.api.shown import line, whole
from actions.queries import register as rows
from actions.queries.action import detail
from actions.queries.today import today as today_of
from actions.schemas import ActionList, ActionShown, NewAction, RegisterQuery
from actions.service import add_action
from web.etag import etag
from web.paging import Page
from web.session import current_actor
from web.unit import session


@blp.route("")
class Actions(MethodView):
    @blp.arguments(RegisterQuery, location="query")
    @blp.response(200, ActionList)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Actions, unfinished before finished, then by due date. Restricted ones that you may not see are left out."""
        actor, today = current_actor(), today_of(session())
        wanted = rows.asked_for(asked)
        total = rows.count(session(), actor, wanted, today)
        page = Page(number=asked["page"], size=asked["size"], total=total)
        found = rows.page_of_rows(session(), actor, wanted, today, offset=page.offset, size=page.size)
        return {
            "items": [line(row, today) for row in found],
            "page": {"number": page.number, "size": page.size, "total": total, "pages": page.count},
        }

    @blp.arguments(NewAction)
    @blp.response(201, ActionShown)
    def post(self, body: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Write an action down for a review or a problem. Only the title and the source are needed."""
        source = body.pop("source")
        action = add_action(session(), current_actor(), source, body)
        ref = action.record.ref
        headers = {"Location": url_for("actions-api.Action", ref=ref), **etag(action.record.version)}
        return whole(detail(session(), current_actor(), ref)), 201, headers
