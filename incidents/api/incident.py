"""Incidents for other programs: the list with the page's filters, and one by its number."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint
from marshmallow import ValidationError

from incidents import links
from incidents.api.body import body_of
from incidents.models import Incident
from incidents.queries.incident import find, services_of
from incidents.queries.listing import Wanted, count, listed
from incidents.schemas.incident import IncidentShape
from incidents.schemas.listing import IncidentPage, IncidentQuery
from incidents.schemas.times import IncidentTimes
from incidents.service.times import edit_times
from kernel.errors import Invalid
from web.etag import etag, version_named
from web.forms.errors import flatten
from web.session import current_actor
from web.unit import session

Answer = tuple[dict[str, Any], int, dict[str, str]]

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
def get_incident(ref: str) -> Answer:
    """Get one incident by its number. The ETag is its version."""
    return _answer(find(session(), current_actor(), ref))


@blp.patch("/<path:ref>/times")
@blp.response(200, IncidentShape)
@blp.alt_response(409, description="A live review has the incident; its times are set there")
def patch_times(ref: str) -> Answer:
    """Correct times: ``{"restored": {"at": "2026-11-20T15:21:00Z", "precision": "exact"}}``. Those that are not sent stay. Needs If-Match."""
    zone = find(session(), current_actor(), ref).zone
    try:
        given = IncidentTimes(zone=zone).load(request.get_json())
    except ValidationError as wrong:
        raise Invalid(flatten(wrong.messages_dict)) from None
    return _answer(edit_times(session(), current_actor(), ref, version_named(), given, tuple(given)))


def _answer(incident: Incident) -> Answer:
    actor = current_actor()
    services = services_of(session(), [incident.id]).get(incident.id, ())
    review = _ref(links.REVIEW_OF(session(), actor, [incident.id]).get(incident.id))
    return body_of(incident, services, review), 200, etag(incident.record.version)


def _ref(words: links.ReviewWords | None) -> str | None:
    return words[0] if words else None
