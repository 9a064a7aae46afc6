"""Services."""

from __future__ import annotations

from kernel.permission import require
from organisation.api.blueprint import bp
from organisation.queries.service import ServiceLine, service_lines
from organisation.schemas.service import ServiceOut
from web.session import current_actor
from web.unit import session


@bp.route("/services")
@bp.response(200, ServiceOut(many=True))
def services() -> list[ServiceLine]:
    """Every service with the names of its owners."""
    require(current_actor(), "read")
    return service_lines(session())
