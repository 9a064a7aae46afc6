"""Which factors the actions of one source really stop."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action, ActionFactor, Effect, Strength
from actions.rules.lifecycle import DROPPED
from kernel.record import Record


def strong_factor_refs(session: Session, source_id: int) -> frozenset[str]:
    """References of the factors that a live action of ``source_id`` eliminates or reduces by a strong means.

    Strong is *eliminate* or *engineer*; a dropped action (refused, cancelled, risk accepted, replaced) does not
    count, and detecting shortens an outage but breaks nothing. One statement.
    """
    rows = session.scalars(
        sa.select(Record.ref)
        .join(ActionFactor, ActionFactor.factor_id == Record.id)
        .join(Action, Action.id == ActionFactor.action_id)
        .where(
            Action.source_id == source_id,
            Action.strength.in_((Strength.ELIMINATE, Strength.ENGINEER)),
            Action.state.not_in(DROPPED),
            ActionFactor.effect.in_((Effect.ELIMINATES, Effect.REDUCES)),
        )
    )
    return frozenset(rows)
