"""What stands beside a claim in the verify queue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.queries.rows import Row, holds, rows_of, visible_actions
from actions.rules.lifecycle import CHECK, ActionState
from kernel.evidence import Evidence
from kernel.permission import Actor


def pieces_of_actions(session: Session, ids: Collection[int]) -> dict[int, list[Evidence]]:
    """By action id, in the order of their numbers. One statement."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    wanted = sa.select(Evidence).where(Evidence.record_id.in_(ids), Evidence.removed_at.is_(None))
    for piece in session.scalars(wanted.order_by(Evidence.record_id, Evidence.number)):
        found[piece.record_id].append(piece)
    return found


def awaited(session: Session, actor: Actor) -> list[Row]:
    """Claims without the evidence that the policy asks for: nobody can check them yet."""
    wanted = visible_actions(actor).where(Action.state == ActionState.DONE, Action.evidence_awaited, holds(actor, CHECK))
    return rows_of(session, actor, wanted.order_by(Action.claimed_at, Action.id))
