"""What changed between versions, and editorial corrections of a signed one."""

from __future__ import annotations

from typing import Any

from pir.api.blueprint import blp
from pir.api.reviews import Answer, answer
from pir.queries.review import find
from pir.queries.submissions import between, submissions
from pir.schemas.api import ReviewDocument
from pir.schemas.corrections import CorrectionForm
from pir.schemas.versions import DifferenceShown, Ends
from pir.service.corrections import correct
from web.etag import version_named
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/difference")
@blp.arguments(Ends, location="query")
@blp.response(200, DifferenceShown)
def difference(asked: dict[str, Any], ref: str) -> dict[str, Any]:
    """What changed between two submissions, part by part and word by word."""
    review = find(session(), current_actor(), ref)
    held = submissions(session(), review)
    old, new = asked["from_"] or held[max(0, len(held) - 2)].key, asked["to"] or held[-1].key
    return {"old": old, "new": new, "submissions": held, "parts": between(session(), review, held, old, new)}


@blp.route("/<ref>/corrections", methods=["POST"])
@blp.arguments(CorrectionForm)
@blp.response(201, ReviewDocument)
def correction(body: dict[str, Any], ref: str) -> Answer:
    """Correct a typing error of a signed version; needs If-Match. 422 where it is a change of substance."""
    correct(session(), current_actor(), ref, version_named(), **body)
    return answer(ref, 201)
