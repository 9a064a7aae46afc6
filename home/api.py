"""Search by API."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError, fields, validate

from kernel.search import asked, search
from kernel.search.index import sources
from web.paging import Page
from web.session import current_actor
from web.unit import session

blp = Blueprint("search-api", __name__, url_prefix="/api/v1/search", description="Search over everything that one may see")


def _known(kind: str) -> None:
    if kind not in sources():
        raise ValidationError(f"kind must be one of {', '.join(sources())}")


class SearchAsked(Schema):
    q = fields.String(required=True, metadata={"description": "Words; quotes for a text as it is. All have to be there"})
    kind = fields.String(load_default=None, allow_none=True, validate=_known)
    page = fields.Integer(load_default=1, validate=validate.Range(1, 1000))
    size = fields.Integer(load_default=20, validate=validate.Range(1, 100))


class HitShown(Schema):
    kind = fields.String(attribute="source")
    ref = fields.String(allow_none=True)
    title = fields.String()
    url = fields.String(attribute="address")


class FoundShown(Schema):
    items = fields.List(fields.Nested(HitShown), attribute="hits")
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    has_more = fields.Boolean(metadata={"description": "Only the newest 1,000 were looked at"})
    page = fields.Dict()


@blp.route("")
@blp.arguments(SearchAsked, location="query")
@blp.response(200, FoundShown)
def find(wanted: dict[str, Any]) -> dict[str, Any]:
    """Records, causes, timeline entries, evidence, people and services. What is restricted to others is not counted either."""
    page = Page(number=wanted["page"], size=wanted["size"])
    found = search(session(), current_actor(), asked(wanted["q"]), source=wanted["kind"], offset=page.offset, size=page.size)
    total = found.counts.get(wanted["kind"], 0) if wanted["kind"] else found.total
    counted = Page(number=page.number, size=page.size, total=total)
    return {"hits": found.hits, "counts": found.counts, "has_more": found.has_more,
            "page": {"number": page.number, "size": page.size, "total": total, "pages": counted.count}}
