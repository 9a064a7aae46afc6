"""Which factors the actions of one source answer, and which they really stop; read from the entries of ``for_document``."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from actions.models import Effect, Strength
from actions.rules.lifecycle import DROPPED, ActionState

Actions = Iterable[Mapping[str, Any]]

_STRONG = frozenset({Strength.ELIMINATE, Strength.ENGINEER})
_STOPS = frozenset({Effect.ELIMINATES, Effect.REDUCES})


def strong_factor_refs(actions: Actions, strong: Container[str] = _STRONG) -> frozenset[str]:
    """References of the factors that a live action eliminates or reduces by a strong means.

    ``strong`` are the strengths that the policy counts, *eliminate* and *engineer* as shipped; a dropped action (refused, cancelled, risk accepted, replaced) does not
    count, and detecting shortens an outage but breaks nothing.
    """
    live = (a for a in actions if a["state"] not in DROPPED and a["strength"] in strong)
    return frozenset(link["ref"] for a in live for link in a["factors"] if link["effect"] in _STOPS)


def answered_factor_refs(actions: Actions) -> frozenset[str]:
    """References of the factors with a live action of any kind, or with an accepted risk: that is a recorded reason for none."""
    counted = (a for a in actions if a["state"] not in DROPPED or a["state"] == ActionState.RISK_ACCEPTED)
    return frozenset(link["ref"] for a in counted for link in a["factors"])
