"""The cause graph of a review."""

from __future__ import annotations

from typing import Any

from pir.api.blueprint import blp
from pir.api.reviews import Answer, answer
from pir.models import Factor
from pir.schemas.api import CauseShown, FactorBody, FocusBody, GateBody, LinkBody, ReviewDocument
from pir.schemas.causes import FactorForm, NoActionForm, checks_of, values_of
from pir.service import causes as service
from pir.service.no_action import leave_without_action, take_back_reason
from web.etag import etag, version_named
from web.session import current_actor
from web.unit import session


def shown(factor: Factor, status: int) -> tuple[dict[str, Any], int, dict[str, str]]:
    record = factor.record
    return {"ref": record.ref, "statement": record.title, "version": record.version}, status, etag(record.version)


@blp.route("/<ref>/focus", methods=["PUT"])
@blp.arguments(FocusBody)
@blp.response(200, ReviewDocument)
def focus(body: dict[str, Any], ref: str) -> Answer:
    """Say which event one of the three questions explains; needs If-Match with the version of its ``focus``."""
    service.set_focus(session(), current_actor(), ref, body["question"].value, body["statement"], version_named())
    return answer(ref)


@blp.route("/<ref>/factors", methods=["POST"])
@blp.arguments(FactorBody)
@blp.response(201, CauseShown)
def add(body: dict[str, Any], ref: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Add a factor as a cause of ``effect``: a factor's reference, ``focus``, or null for not linked yet."""
    question, effect, checks = body.pop("question").value, body.pop("effect"), checks_of(body)
    return shown(service.add_factor(session(), current_actor(), ref, question, values_of(body), effect, checks), 201)


@blp.route("/<ref>/factors/<factor_ref>", methods=["PUT"])
@blp.arguments(FactorForm)
@blp.response(200, CauseShown)
def edit(body: dict[str, Any], ref: str, factor_ref: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Change a factor; needs If-Match."""
    values = values_of(body)
    return shown(service.edit_factor(session(), current_actor(), ref, factor_ref, version_named(), values), 200)


@blp.route("/<ref>/factors/<factor_ref>/links", methods=["POST"])
@blp.arguments(LinkBody)
@blp.response(201, ReviewDocument)
def link(body: dict[str, Any], ref: str, factor_ref: str) -> Answer:
    """Make a factor a cause of one more effect. A circle is refused by its path."""
    service.link_factor(session(), current_actor(), ref, factor_ref, body["effect"], checks_of(body))
    return answer(ref, 201)


@blp.route("/<ref>/factors/<factor_ref>/links/<effect>", methods=["DELETE"])
@blp.response(200, ReviewDocument)
def unlink(ref: str, factor_ref: str, effect: str) -> Answer:
    """Take a link away."""
    service.unlink_factor(session(), current_actor(), ref, factor_ref, effect)
    return answer(ref)


@blp.route("/<ref>/gates", methods=["PUT"])
@blp.arguments(GateBody)
@blp.response(200, ReviewDocument)
def gate(body: dict[str, Any], ref: str) -> Answer:
    """Decide how the causes of one effect combine; needs If-Match with the version of the effect (GET …/causes/<question>)."""
    service.decide_gate(session(), current_actor(), ref, body["question"].value, body["effect"], body["gate"].value,
                        body["k"], body["condition"], version_named())
    return answer(ref)


@blp.route("/<ref>/factors/<factor_ref>/no-action", methods=["PUT"])
@blp.arguments(NoActionForm)
@blp.response(200, CauseShown)
def leave(body: dict[str, Any], ref: str, factor_ref: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Sign why this root cause is left without a strong action."""
    return shown(leave_without_action(session(), current_actor(), ref, factor_ref, **body), 200)


@blp.route("/<ref>/factors/<factor_ref>/no-action", methods=["DELETE"])
@blp.response(200, CauseShown)
def take_back(ref: str, factor_ref: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Take the reason back: the cause is asked about again."""
    return shown(take_back_reason(session(), current_actor(), ref, factor_ref), 200)
