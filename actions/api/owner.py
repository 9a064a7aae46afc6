"""Whose action it is, and what shows that it was done."""

from __future__ import annotations

from typing import Any

from actions.api.blueprint import blp
from actions.api.one import Answer, answer
from actions.schemas import ActionShown
from actions.schemas.questions import DisputeFields, KeepFields, LinkFields, ProofFields
from actions.service import add_proof, dispute_owner, keep_owner, link_actions
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/owner/dispute", methods=["POST"])
@blp.arguments(DisputeFields)
@blp.response(200, ActionShown)
def dispute(body: dict[str, Any], ref: str) -> Answer:
    """“Not mine”: the facilitator is asked until somebody settles it; a new owner by PATCH does."""
    dispute_owner(session(), current_actor(), ref, **body)
    return answer(ref)


@blp.route("/<ref>/owner/keep", methods=["POST"])
@blp.arguments(KeepFields)
@blp.response(200, ActionShown)
def keep(body: dict[str, Any], ref: str) -> Answer:
    """It stays with its owner, for a reason."""
    keep_owner(session(), current_actor(), ref, **body)
    return answer(ref)


@blp.route("/<ref>/evidence", methods=["POST"])
@blp.arguments(ProofFields)
@blp.response(200, ActionShown)
def prove(body: dict[str, Any], ref: str) -> Answer:
    """A link or a text that shows what was done. Files are sent on the page."""
    add_proof(session(), current_actor(), ref, **body)
    return answer(ref)


@blp.route("/<ref>/links", methods=["POST"])
@blp.arguments(LinkFields)
@blp.response(200, ActionShown)
def link(body: dict[str, Any], ref: str) -> Answer:
    """Link it with another action, so that each names the other."""
    link_actions(session(), current_actor(), ref, body["other"])
    return answer(ref)
