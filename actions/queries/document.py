"""The actions of one source in the shape of the snapshot document (decision 25). Two statements, however many rows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from actions.models import Action, ActionFactor
from actions.rules.lifecycle import SHOWN_AS
from kernel.clock import stamp
from kernel.record import Record
from organisation.models import Person


def for_document(session: Session, source_id: int) -> list[dict[str, Any]]:
    """Plain JSON values in the order in which the actions were written. The caller has checked who may read."""
    owner, verifier = aliased(Person), aliased(Person)
    columns = [c for c in Action.__table__.c if c.name not in {"id", "source_id"}]
    rows = session.execute(
        sa.select(
            Action.id, Record.ref, Record.title, *columns,
            owner.name.label("owner"), verifier.name.label("verified_by"),
        )
        .join(Record, Record.id == Action.id)
        .outerjoin(owner, owner.id == Action.owner_id)
        .outerjoin(verifier, verifier.id == Action.verified_by_id)
        .where(Action.source_id == source_id)
        .order_by(Action.id)
    ).all()
    factors = _factors(session, source_id)
    return [_entry(row, factors.get(row.id, [])) for row in rows]


def _entry(row: Any, factors: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "title": row.title,
        "type": row.kind.value,
        "strength": row.strength.value if row.strength else None,
        "owner": row.owner,
        "due": row.due.isoformat() if row.due else None,
        "original_due": row.original_due.isoformat() if row.original_due else None,
        "moves": row.due_version,
        "state": row.state.value,
        "shown_as": SHOWN_AS[row.state].value,
        "measure": row.measure,
        "factors": factors,
        "verified_by": row.verified_by,
        "verified_at": stamp(row.verified_at),
        "external_ref": row.external_ref,
        "reason": row.reason,
    }


def _factors(session: Session, source_id: int) -> dict[int, list[dict[str, Any]]]:
    rows = session.execute(
        sa.select(ActionFactor.action_id, Record.ref, ActionFactor.effect, ActionFactor.probability)
        .join(Record, Record.id == ActionFactor.factor_id)
        .join(Action, Action.id == ActionFactor.action_id)
        .where(Action.source_id == source_id)
        .order_by(ActionFactor.action_id, ActionFactor.factor_id)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for action_id, ref, effect, probability in rows:
        # only where somebody gave one, so that documents signed before keep their content
        to = {} if probability is None else {"to": probability}
        found.setdefault(action_id, []).append({"ref": ref, "effect": effect.value, **to})
    return found
