"""Service level targets: the table in force, and putting another one in force."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from kernel.permission import require
from organisation.api.blueprint import bp
from organisation.queries.targets import rows_of, tables
from organisation.schemas.targets import TargetsFields, TargetsOut, body_of, rows_from
from organisation.service.targets import set_targets
from web.etag import etag, version_named
from web.session import current_actor
from web.unit import session

Answer = tuple[dict[str, Any], int, dict[str, str]]


def answer() -> Answer:
    """The newest table with its ETag; version 0 without rows while there is none."""
    newest = next(iter(tables(session())), None)
    version = newest.version if newest else 0
    body = {"version": version, "starts_at": newest.starts_at if newest else None, "rows": body_of(rows_of(newest), typed=False)}
    return body, 200, etag(version)


@bp.route("/targets")
class Targets(MethodView):
    @bp.response(200, TargetsOut)
    def get(self) -> Answer:
        """The newest table of service level targets; lengths are minutes."""
        require(current_actor(), "read")
        return answer()

    @bp.arguments(TargetsFields)
    @bp.response(200, TargetsOut)
    def put(self, body: dict[str, Any]) -> Answer:
        """Put a whole new table in force from a day on. Needs If-Match: 428 without it, 412 when there is a newer one."""
        set_targets(
            session(), current_actor(), rows_from(body["rows"]), starts_on=body["starts_on"], version=version_named()
        )
        return answer()
