"""The parts of a review that are saved whole; each needs If-Match and answers with the review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from marshmallow import ValidationError

from kernel.errors import Invalid
from pir.api.blueprint import blp
from pir.api.reviews import Answer, answer
from pir.queries.review import find
from pir.schemas.api import ReviewDocument
from pir.schemas.arrangement import Marking, SessionHeld, SessionPlan, Times
from pir.schemas.content import Findings, ImpactTable, ResultForm, Story
from pir.schemas.response import ResponseForm
from pir.service import content, people
from pir.service import session as sessions
from pir.service.clocks import lead_of
from pir.service.response import set_response_check
from pir.service.times import set_milestones
from web.etag import version_named
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/story", methods=["PATCH"])
@blp.arguments(Story(partial=True))
@blp.response(200, ReviewDocument)
def story(body: dict[str, Any], ref: str) -> Answer:
    """Title, severity and the parts of the narrative; only what is sent changes."""
    content.edit_story(session(), current_actor(), ref, version_named(), body)
    return answer(ref)


@blp.route("/<ref>/impact", methods=["PUT"])
@blp.response(200, ReviewDocument)
def impact(ref: str) -> Answer:
    """Replace the impact table: ``{"impact": [{"kind": "users", "value": "41,200", …}], "regulator": {"reportable": "yes", …}}``."""
    body = loaded(ImpactTable(zone=find(session(), current_actor(), ref).zone))
    content.set_impact(session(), current_actor(), ref, version_named(), body["impact"], body["regulator"])
    return answer(ref)


@blp.route("/<ref>/findings", methods=["PUT"])
@blp.arguments(Findings)
@blp.response(200, ReviewDocument)
def findings(body: dict[str, Any], ref: str) -> Answer:
    """Replace what went well, badly and luckily."""
    content.set_findings(session(), current_actor(), ref, version_named(), body)
    return answer(ref)


@blp.route("/<ref>/result", methods=["PUT"])
@blp.arguments(ResultForm)
@blp.response(200, ReviewDocument)
def result(body: dict[str, Any], ref: str) -> Answer:
    """What the review says of the cause as a whole: ``confirmed``, ``probable`` (with ``continues_in``), ``unknown``."""
    content.set_result(session(), current_actor(), ref, version_named(), **body)
    return answer(ref)


@blp.route("/<ref>/response", methods=["PUT"])
@blp.response(200, ReviewDocument)
def response_check(ref: str) -> Answer:
    """Replace the response check: ``{"runbook_use": "used", "on_call": [{"who": "…", "paged_at": "2026-11-20T14:14:00Z"}], …}``."""
    body = loaded(ResponseForm(zone=find(session(), current_actor(), ref).zone))
    set_response_check(session(), current_actor(), ref, version_named(), body)
    return answer(ref)


@blp.route("/<ref>/times", methods=["PATCH"])
@blp.response(200, ReviewDocument)
def times(ref: str) -> Answer:
    """What a person says of the milestones: ``{"restored": {"at": "2026-11-20T15:21:00Z", "precision": "exact"}}``.

    No If-Match: each moment is a value of its own, and those that are not sent stay as they are.
    """
    review = find(session(), current_actor(), ref)
    lead = lead_of(session(), review)
    version = lead.record.version if lead else None
    set_milestones(session(), current_actor(), ref, version, loaded(Times(zone=review.zone)))
    return answer(ref)


@blp.route("/<ref>/session", methods=["PUT"])
@blp.response(200, ReviewDocument)
def plan(ref: str) -> Answer:
    """Plan the session: ``{"session_at": "2026-11-23T13:00:00Z"}``; null takes the plan back."""
    body = loaded(SessionPlan(zone=find(session(), current_actor(), ref).zone))
    sessions.plan_session(session(), current_actor(), ref, version_named(), body.get("session_at"))
    return answer(ref)


@blp.route("/<ref>/session/held", methods=["PUT"])
@blp.response(200, ReviewDocument)
def held(ref: str) -> Answer:
    """Record the session as held: ``{"held_at": "…", "attended": [person ids]}``."""
    body = loaded(SessionHeld(zone=find(session(), current_actor(), ref).zone))
    sessions.hold_session(session(), current_actor(), ref, version_named(), body["held_at"], body["attended"])
    return answer(ref)


@blp.route("/<ref>/classification", methods=["PUT"])
@blp.arguments(Marking)
@blp.response(200, ReviewDocument)
def classification(body: dict[str, Any], ref: str) -> Answer:
    """Change the marking; *restricted* restricts access too."""
    people.classify(session(), current_actor(), ref, version_named(), body["classification"])
    return answer(ref)


def loaded(schema: Any, form: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A body whose schema depends on the zone of the review: JSON, or the fields of a form sent with files."""
    try:
        found: dict[str, Any] = schema.load(request.get_json() if form is None else form)
    except ValidationError as wrong:
        raise Invalid(_flat(wrong.messages_dict)) from None
    return found


def _flat(messages: dict[str, Any], before: str = "") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in messages.items():
        name = f"{before}{key}"
        found |= _flat(value, f"{name}.") if isinstance(value, dict) else {name: [str(text) for text in value]}
    return found
