"""Which known cause a factor is: chosen from the catalogue, or named there for the first time, by the person who saves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import Scope
from pir.models import Factor, Review
from pir.service.known_causes import add_cause, by_words

NAMES = frozenset({"cause", "new_cause"})


def settled(session: Session, actor: Actor, review: Review, values: Mapping[str, Any], factor: Factor | None = None) -> dict[str, Any]:
    """``values`` of a factor with ``cause_id`` instead of ``cause`` and ``new_cause``; without either, as they are.

    The caller has checked that the actor may write in the review. The catalogue is open to everybody, so nothing is
    named into it from a restricted review.
    """
    found = {key: value for key, value in values.items() if key not in NAMES}
    named, chosen = values.get("new_cause"), values.get("cause")
    if named and chosen:
        raise Invalid({"new_cause": ["Choose a known cause or name a new one, not both"]})
    if named:
        if review.record.scope is Scope.RESTRICTED:
            raise Invalid({"new_cause": [IN_RESTRICTED]})
        found["cause_id"] = add_cause(session, actor, {"name": named, "control": values.get("control")}, "new_cause").id
    elif chosen:
        cause = by_words(session, chosen, "cause")
        if cause.retired_at is not None and (factor is None or factor.cause_id != cause.id):
            raise Invalid({"cause": [f"{cause.record.ref} is retired. Choose another one"]})
        found["cause_id"] = cause.id
    elif "cause" in values:
        found["cause_id"] = None
    return found


IN_RESTRICTED = (
    "Everybody reads the names of known causes, and this review is restricted. Ask the problem manager to name the cause in words "
    "that may be read, then choose it here"
)
