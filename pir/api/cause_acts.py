"""Reshaping the causes of a review: one service with the pages."""

from __future__ import annotations

from typing import Any

from kernel.errors import NotFound
from pir.api.blueprint import blp
from pir.api.causes import shown
from pir.api.reviews import Answer, answer
from pir.queries.causes import resolved, rows_of
from pir.queries.review import find
from pir.schemas.api import BetweenBody, CauseShown, CausesShown, ReviewDocument, SeveralBody, Undone
from pir.schemas.cause_acts import (
    ChangeLinkForm,
    MergeFactorForm,
    PlaceFactorForm,
    RefuteFactorForm,
    SplitFactorForm,
    halves,
)
from pir.schemas.causes import checks_of, values_of
from pir.service.cause_grow import add_chains, insert_between
from pir.service.cause_links import find_factor
from pir.service.cause_merge import merge_factors
from pir.service.cause_order import change_link, place_factor
from pir.service.cause_refute import refute_factor, reinstate_factor
from pir.service.cause_remove import remove_factor
from pir.service.cause_split import split_factor
from pir.service.cause_undo import last_change, undo
from web.etag import version_named
from web.session import current_actor
from web.unit import session

Cause = tuple[dict[str, Any], int, dict[str, str]]


@blp.route("/<ref>/causes/<question>", methods=["GET"])
@blp.response(200, CausesShown)
def causes_shown(ref: str, question: str) -> dict[str, Any]:
    """The causes of one question (why, seen, last), with the versions of all that can be changed."""
    review = find(session(), current_actor(), ref)
    rows = rows_of(session(), review.id)
    causes = next((q["causes"] for q in rows.questions() if q["question"] == question), None)
    if causes is None:
        raise NotFound("question")
    last = last_change(session(), current_actor(), review.id)
    here = {(link["cause"], link["effect"]) for link in causes["links"]}
    links = [{"cause": c, "effect": e, "version": v} for (c, e), v in rows.link_versions().items() if (c, e) in here]
    return {"causes": causes, "versions": rows.versions(question), "links": links, "undoable": last.words if last else None}


@blp.route("/<ref>/factors/<factor_ref>", methods=["GET"])
@blp.response(200, CauseShown)
def cause_shown(ref: str, factor_ref: str) -> Cause:
    """A factor; the reference of one that was merged answers with what it became."""
    review = find(session(), current_actor(), ref)
    return shown(find_factor(session(), review, resolved(session(), review.id, factor_ref)[1]), 200)


@blp.route("/<ref>/factors/<factor_ref>", methods=["DELETE"])
@blp.response(204)
def remove(ref: str, factor_ref: str) -> None:
    """Take a factor out; needs If-Match. Refused while an action acts on it."""
    remove_factor(session(), current_actor(), ref, factor_ref, version_named())


@blp.route("/<ref>/factors/<factor_ref>/split", methods=["POST"])
@blp.arguments(SplitFactorForm)
@blp.response(201, CauseShown)
def split(body: dict[str, Any], ref: str, factor_ref: str) -> Cause:
    """Make two factors of one; needs If-Match. Answers with the new one."""
    return shown(split_factor(session(), current_actor(), ref, factor_ref, version_named(), *halves(body)), 201)


@blp.route("/<ref>/factors/<factor_ref>/merge", methods=["POST"])
@blp.arguments(MergeFactorForm)
@blp.response(200, CauseShown)
def merge(body: dict[str, Any], ref: str, factor_ref: str) -> Cause:
    """Merge a factor into another; needs If-Match. Links, evidence, comments and actions follow; a circle is refused by its path."""
    return shown(merge_factors(session(), current_actor(), ref, factor_ref, version_named(), body["into"]), 200)


@blp.route("/<ref>/factors/<factor_ref>/between", methods=["POST"])
@blp.arguments(BetweenBody)
@blp.response(201, CauseShown)
def between(body: dict[str, Any], ref: str, factor_ref: str) -> Cause:
    """Put a new factor between a factor and its ``effect``."""
    effect = body.pop("effect")
    return shown(insert_between(session(), current_actor(), ref, factor_ref, effect, values_of(body)), 201)


@blp.route("/<ref>/factors/several", methods=["POST"])
@blp.arguments(SeveralBody)
@blp.response(201, ReviewDocument)
def several(body: dict[str, Any], ref: str) -> Answer:
    """Add linked factors: each of the ``lines`` is a chain "a => b => c", whose last led to ``effect``."""
    add_chains(session(), current_actor(), ref, body["question"].value, body["lines"], body["effect"])
    return answer(ref, 201)


@blp.route("/<ref>/factors/<factor_ref>/refute", methods=["POST"])
@blp.arguments(RefuteFactorForm)
@blp.response(200, CauseShown)
def refute(body: dict[str, Any], ref: str, factor_ref: str) -> Cause:
    """Refute a factor with the evidence that refutes it; needs If-Match."""
    return shown(refute_factor(session(), current_actor(), ref, factor_ref, version_named(), values_of(body)["evidence"]), 200)


@blp.route("/<ref>/factors/<factor_ref>/reinstate", methods=["POST"])
@blp.response(200, CauseShown)
def reinstate(ref: str, factor_ref: str) -> Cause:
    """Take a refutation back; needs If-Match."""
    return shown(reinstate_factor(session(), current_actor(), ref, factor_ref, version_named()), 200)


@blp.route("/<ref>/factors/<factor_ref>/links/<effect>", methods=["PATCH"])
@blp.arguments(ChangeLinkForm)
@blp.response(200, ReviewDocument)
def link_changed(body: dict[str, Any], ref: str, factor_ref: str, effect: str) -> Answer:
    """Answer the two-way check of a link, and move it with ``to``; needs If-Match with the version of the link."""
    change_link(session(), current_actor(), ref, factor_ref, effect, version_named(), {"to": body["to"], **checks_of(body)})
    return answer(ref)


@blp.route("/<ref>/factors/<factor_ref>/place", methods=["POST"])
@blp.arguments(PlaceFactorForm)
@blp.response(200, ReviewDocument)
def place(body: dict[str, Any], ref: str, factor_ref: str) -> Answer:
    """Move a cause of ``effect`` one place up or down, in under the cause above it, or out beside its effect."""
    place_factor(session(), current_actor(), ref, factor_ref, body["effect"], body["way"], body["beside"])
    return answer(ref)


@blp.route("/<ref>/causes/undo", methods=["POST"])
@blp.response(200, Undone)
def undo_last(ref: str) -> dict[str, str]:
    """Take back your last change to the causes of this review, up to ten minutes after it."""
    return {"undone": undo(session(), current_actor(), ref)}
