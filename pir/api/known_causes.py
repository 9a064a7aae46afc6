"""The catalogue of known causes."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_smorest import Blueprint

from kernel.clock import stamp
from kernel.permission import require
from pir.models import Cause
from pir.queries.known_causes import (
    Line,
    Wanted,
    cause_lines,
    count_causes,
    find_cause,
    head_of,
    line_of,
    merged_into,
    where_met,
)
from pir.schemas.known_causes import CauseForm, CausesAsked, KnownCauseShown, MergeForm, OneKnownCause
from pir.service import known_causes as service
from web.etag import etag, version_named
from web.session import current_actor
from web.unit import session

known_causes_blp = Blueprint("known-causes-api", __name__, url_prefix="/api/v1/causes", description="Known causes, named and merged by people")

MOST_MET = 200

Answer = tuple[dict[str, Any], int, dict[str, str]]


@known_causes_blp.route("")
@known_causes_blp.arguments(CausesAsked, location="query")
@known_causes_blp.response(200, KnownCauseShown(many=True))
@known_causes_blp.paginate(page_size=50, max_page_size=200)
def causes(asked: dict[str, Any], pagination_parameters: Any) -> list[dict[str, Any]]:
    """Those met in most reviews first. The header X-Pagination says how many there are."""
    require(current_actor(), "read")
    wanted = Wanted(**asked)
    pagination_parameters.item_count = count_causes(session(), current_actor(), wanted)
    lines = cause_lines(session(), current_actor(), wanted, offset=pagination_parameters.first_item, size=pagination_parameters.page_size)
    return [_shown(line, None) for line in lines]


@known_causes_blp.route("", methods=["POST"])
@known_causes_blp.arguments(CauseForm)
@known_causes_blp.response(201, OneKnownCause)
def name(body: dict[str, Any]) -> Answer:
    """Name a cause that was not known."""
    made = service.name_cause(session(), current_actor(), body)
    return _answer(made, 201, {"Location": url_for("known-causes-api.one", ref=made.record.ref)})


@known_causes_blp.route("/<ref>")
@known_causes_blp.response(200, OneKnownCause)
def one(ref: str) -> Answer:
    """One cause with its ETag and where it was met. A merged one says which took it in."""
    return _answer(find_cause(session(), current_actor(), ref), 200)


@known_causes_blp.route("/<ref>", methods=["PUT"])
@known_causes_blp.arguments(CauseForm)
@known_causes_blp.response(200, OneKnownCause)
def change(body: dict[str, Any], ref: str) -> Answer:
    """Change name, description and control; needs If-Match."""
    return _answer(service.edit_cause(session(), current_actor(), ref, version_named(), body), 200)


@known_causes_blp.route("/<ref>/merge", methods=["POST"])
@known_causes_blp.arguments(MergeForm)
@known_causes_blp.response(200, OneKnownCause)
def merge(body: dict[str, Any], ref: str) -> Answer:
    """Say that it is the same cause as ``into``, which is answered; needs If-Match."""
    return _answer(service.merge_cause(session(), current_actor(), ref, version_named(), body["into"], body["reason"]), 200)


@known_causes_blp.route("/<ref>/retire", methods=["POST"])
@known_causes_blp.response(200, OneKnownCause)
def retire(ref: str) -> Answer:
    """Offer it to new factors no longer; needs If-Match."""
    return _answer(service.retire_cause(session(), current_actor(), ref, version_named()), 200)


@known_causes_blp.route("/<ref>/bring-back", methods=["POST"])
@known_causes_blp.response(200, OneKnownCause)
def bring_back(ref: str) -> Answer:
    """Offer it again; needs If-Match."""
    return _answer(service.bring_back_cause(session(), current_actor(), ref, version_named()), 200)


def _answer(cause: Cause, status: int, headers: dict[str, str] | None = None) -> Answer:
    actor = current_actor()
    stays = head_of(session(), cause).record.ref if cause.merged_into_id else None
    met = where_met(session(), actor, cause, offset=0, size=MOST_MET)
    body = {
        **_shown(line_of(session(), actor, cause), stays), "took_in": merged_into(session(), cause),
        "met": [{"review": m.review, "title": m.title, "opened_at": stamp(m.opened_at), "question": m.question.value, "factor": m.factor,
                 "statement": m.statement, "confidence": m.confidence.value} for m in met],
    }  # fmt: skip
    return body, status, {**etag(cause.record.version), **(headers or {})}


def _shown(line: Line, stays: str | None) -> dict[str, Any]:
    cause = line.cause
    return {
        "ref": cause.record.ref, "name": cause.record.title, "description": cause.description, "control": cause.control,
        "retired": cause.retired_at is not None, "merged_into": stays, "reviews": line.reviews, "last_met": stamp(line.last_met),
        "version": cause.record.version,
    }  # fmt: skip
