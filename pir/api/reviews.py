"""Reviews: list, open, read."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.views import MethodView

from kernel.clock import stamp
from pir.api.blueprint import blp
from pir.models import Review
from pir.queries.document import document
from pir.queries.review import Filter, find, listed
from pir.schemas.api import ReviewDocument, ReviewList, ReviewsAsked
from pir.schemas.review import NewReview
from pir.service.lifecycle import offered
from pir.service.opening import open_for_incident, open_review
from web.etag import etag
from web.paging import Page
from web.session import current_actor
from web.unit import session

Answer = tuple[dict[str, Any], int, dict[str, str]]


def answer(ref: str, status: int = 200) -> Answer:
    """The review as it stands now, with its ETag."""
    actor = current_actor()
    review = find(session(), actor, ref)
    session().refresh(review.record)
    body = {
        "version": review.record.version,
        "transitions": [t.name for t in offered(session(), actor, review)],
        "document": document(session(), review),
    }
    return body, status, etag(review.record.version)


def created(review: Review) -> Answer:
    body, status, headers = answer(review.record.ref, 201)
    return body, status, {**headers, "Location": url_for("pir-api.Review", ref=review.record.ref)}


@blp.route("")
class Reviews(MethodView):
    @blp.arguments(ReviewsAsked, location="query")
    @blp.response(200, ReviewList)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Reviews, newest first. Restricted ones that you take no part in are left out."""
        wanted = listed(current_actor(), Filter(asked["state"], asked["severity"], mine=asked["mine"]))
        total = session().scalar(sa.select(sa.func.count()).select_from(wanted.order_by(None).subquery())) or 0
        page = Page(number=asked["page"], size=asked["size"], total=total)
        rows = session().scalars(wanted.offset(page.offset).limit(page.size))
        return {
            "items": [_line(review) for review in rows],
            "page": {"number": page.number, "size": page.size, "total": total, "pages": page.count},
        }

    @blp.arguments(NewReview)
    @blp.response(201, ReviewDocument)
    def post(self, body: dict[str, Any]) -> Answer:
        """Open a review: title, severity, zone and one time are enough."""
        return created(open_review(session(), current_actor(), **body))


@blp.route("/of-incident/<path:incident_ref>", methods=["POST"])
@blp.response(201, ReviewDocument)
def of_incident(incident_ref: str) -> Answer:
    """Open the review of an incident that is stored already."""
    return created(open_for_incident(session(), current_actor(), incident_ref))


@blp.route("/<ref>", endpoint="Review")
@blp.response(200, ReviewDocument)
def one(ref: str) -> Answer:
    """One review as its document, with an ETag."""
    return answer(ref)


def _line(review: Review) -> dict[str, Any]:
    return {
        "ref": review.record.ref, "title": review.record.title, "kind": review.kind.value, "state": review.state.value,
        "severity": review.severity, "classification": review.classification.value,
        "opened_at": stamp(review.opened_at), "version": review.record.version,
    }
