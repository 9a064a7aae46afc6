"""Incidents for other programs: the list with the page's filters, and one by its number."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from incidents import links
from incidents.api.body import body_of
from incidents.queries.incident import find, services_of
from incidents.queries.listing import Wanted, count, listed
from incidents.schemas.incident import IncidentShape
from incidents.schemas.listing import IncidentPage, IncidentQuery
from web.etag import etag
from web.session import current_actor
from web.unit import session

blp = Blueprint("incidents-api", __name__, url_prefix="/api/v1/incidents", description="Incidents as other tools know them")


@blp.get("")
@blp.arguments(IncidentQuery, location="query")
@blp.response(200, IncidentPage)
def list_incidents(query: dict[str, Any]) -> dict[str, Any]:
    """List incidents, newest first. A page beyond the last one is empty."""
    page, size = query.pop("page"), query.pop("size")
    wanted, actor = Wanted(**query), current_actor()
    rows = listed(session(), actor, wanted, offset=(page - 1) * size, size=size)
    ids = [row.id for row in rows]
    services, reviews = services_of(session(), ids), links.REVIEW_OF(session(), actor, ids)
    items = [body_of(row, services.get(row.id, ()), _ref(reviews.get(row.id))) for row in rows]
    return {"items": items, "page": page, "size": size, "total": count(session(), actor, wanted)}


@blp.get("/<path:ref>")
@blp.response(200, IncidentShape)
@blp.alt_response(404, description="There is no such incident, or it is not open to you")
def get_incident(ref: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Get one incident by its number. The ETag is its version."""
    actor = current_actor()
    incident = find(session(), actor, ref)
    services = services_of(session(), [incident.id]).get(incident.id, ())
    review = _ref(links.REVIEW_OF(session(), actor, [incident.id]).get(incident.id))
    return body_of(incident, services, review), 200, etag(incident.record.version)


def _ref(words: links.ReviewWords | None) -> str | None:
    return words[0] if words else None
