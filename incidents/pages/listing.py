"""The list of incidents: newest first, with what the rule says about a review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from marshmallow import ValidationError

from incidents import links
from incidents.models import Incident
from incidents.pages.blueprint import bp
from incidents.pages.lasted import Lasted, lasted
from incidents.queries.incident import services_of
from incidents.queries.listing import Wanted, count, listed, months
from incidents.schemas.listing import REVIEWS, IncidentFilter
from incidents.service.importing import IMPORT
from kernel.permission import may
from web.forms.filled import MONTHS
from web.paging import page_of
from web.session import current_actor
from web.unit import session


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    incident: Incident
    services: list[str]
    lasted: Lasted | None
    review: links.ReviewWords | None


@bp.get("/incidents")
def incidents() -> str:
    """The list, filtered by the address."""
    actor, wanted = current_actor(), _wanted(request.args)
    page = page_of(request.args, count(session(), actor, wanted), request.path)
    rows = listed(session(), actor, wanted, offset=page.offset, size=page.size)
    ids = [row.id for row in rows]
    services, reviews = services_of(session(), ids), links.REVIEW_OF(session(), actor, ids)
    return render_template(
        "incidents/list.html", page=page, wanted=wanted, asks_reviews=links.REVIEW_IS is not None, reviews=REVIEWS,
        rows=[Line(row, services.get(row.id, []), lasted(row), reviews.get(row.id)) for row in rows],
        months=[(month, f"{MONTHS[int(month[5:]) - 1]} {month[:4]}") for month in months(session(), actor)],
        may_import=may(actor, IMPORT),
    )  # fmt: skip


def _wanted(args: Mapping[str, str]) -> Wanted:
    """The filters; what makes no sense counts as not set."""
    given: dict[str, Any] = {name: args.get(name, "").strip() or None for name in ("severity", "review", "month")}
    given["q"] = args.get("q", "").strip()
    try:
        body = IncidentFilter().load({name: value for name, value in given.items() if value})
    except ValidationError as wrong:
        body = wrong.valid_data if isinstance(wrong.valid_data, dict) else {}
    return Wanted(**body)
