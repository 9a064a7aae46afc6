"""Services: list, add, read, change."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.views import MethodView

from kernel.permission import require
from organisation.api.blueprint import bp
from organisation.models import Service
from organisation.queries.service import ServicesWanted, count_services, get_service, owners_of, service_lines
from organisation.queries.team import get_team
from organisation.schemas.service import NewService, ServiceFields, ServiceOut, ServicesAsked
from organisation.service.catalogue import LABELS, add_service, edit_service
from web.etag import etag, version_named
from web.session import current_actor
from web.unit import session


def as_body(service: Service, owners: tuple[str, ...], team: str | None) -> dict[str, Any]:
    """A service as ``ServiceOut`` writes it."""
    columns = {key: getattr(service, key) for key in ("id", *LABELS, "version")}
    return {**columns, "owners": list(owners), "team": team}


def answer(service_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
    """The service as it stands now, with its ETag."""
    found = get_service(session(), service_id)
    owners = owners_of(session(), [found.id]).get(found.id, [])
    team = get_team(session(), found.team_id).name if found.team_id else None
    return as_body(found, tuple(person.name for person in owners), team), 200, etag(found.version)


@bp.route("/services")
class Services(MethodView):
    @bp.arguments(ServicesAsked, location="query")
    @bp.response(200, ServiceOut(many=True))
    @bp.paginate(page_size=50, max_page_size=200)
    def get(self, asked: dict[str, Any], pagination_parameters: Any) -> list[dict[str, Any]]:
        """Services by name with their owners. The header X-Pagination says how many there are."""
        require(current_actor(), "read")
        wanted = ServicesWanted(**asked)
        pagination_parameters.item_count = count_services(session(), wanted)
        lines = service_lines(
            session(), wanted, offset=pagination_parameters.first_item, size=pagination_parameters.page_size
        )
        return [as_body(line.service, line.owners, line.team) for line in lines]

    @bp.arguments(NewService)
    @bp.response(201, ServiceOut)
    def post(self, body: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Add a service."""
        made = add_service(session(), current_actor(), body)
        found, _, headers = answer(made.id)
        return found, 201, {**headers, "Location": url_for("organisation-api.Service", service_id=made.id)}


@bp.route("/services/<int:service_id>", endpoint="Service")
class OneService(MethodView):
    @bp.response(200, ServiceOut)
    def get(self, service_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
        """One service with its ETag."""
        require(current_actor(), "read")
        return answer(service_id)

    @bp.arguments(ServiceFields(partial=True))
    @bp.response(200, ServiceOut)
    def patch(self, body: dict[str, Any], service_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Change the given fields. Needs If-Match: 428 without it, 412 when somebody changed the service since."""
        edit_service(session(), current_actor(), get_service(session(), service_id), body, version=version_named())
        return answer(service_id)
