"""Which factors an action acts on: only those that belong to its source, and only for a person who may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions import sources
from actions.models import Action, ActionFactor, Effect
from actions.queries.rows import sources_of
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import Record, touch

Wanted = dict[int, tuple[Effect, float | None]]


def offered(session: Session, actor: Actor, source_id: int) -> list[tuple[str, str]]:
    """(reference, statement) of what the actor may choose; nothing when the source is not open to them."""
    if source_id not in sources_of(session, actor, [source_id]):
        return []
    return sources.FACTORS(session, source_id)


def resolve(
    session: Session, actor: Actor, source_id: int, rows: Sequence[Mapping[str, Any]]
) -> Wanted:
    """Factor id -> effect and probability. A reference that the source does not have is refused."""
    if not rows:
        return {}
    known = {ref for ref, _ in offered(session, actor, source_id)}
    unknown = [row["factor"] for row in rows if row["factor"] not in known]
    if unknown:
        raise Invalid({"factors": [f"{ref} is not a cause recorded here" for ref in unknown]})
    wanted_refs = [row["factor"] for row in rows]
    ids = dict(session.execute(sa.select(Record.ref, Record.id).where(Record.ref.in_(wanted_refs))).all())
    return {ids[row["factor"]]: (Effect(row["effect"]), row.get("probability")) for row in rows}


def replace(action: Action, wanted: Wanted) -> tuple[dict[str, str], dict[str, str]]:
    """Make ``wanted`` the factors of the action; returns (before, after) for the audit entry, empty if equal."""
    held: Wanted = {f.factor_id: (f.effect, f.probability) for f in action.factors}
    if held == wanted:
        return {}, {}
    rows = {f.factor_id: f for f in action.factors}
    for factor_id in held.keys() - wanted.keys():
        action.factors.remove(rows[factor_id])
    for factor_id, (effect, probability) in wanted.items():
        row = rows.get(factor_id)
        if row is None:
            row = ActionFactor(factor_id=factor_id, effect=effect)
            action.factors.append(row)
        row.effect, row.probability = effect, probability
    return _said(held), _said(wanted)


def pass_on(session: Session, person_id: int | None, from_id: int, to_id: int) -> list[str]:
    """Let the actions on one factor act on another, with which it was merged; returns their references.

    Part of an act of this person on the causes, which audits. An action that acts on both keeps what it does to the other.
    """
    actions = session.scalars(
        sa.select(Action).join(ActionFactor, ActionFactor.action_id == Action.id).where(ActionFactor.factor_id == from_id).order_by(Action.id)
    ).all()
    for action in actions:
        rows = {row.factor_id: row for row in action.factors}
        old = rows[from_id]
        action.factors.remove(old)
        if to_id not in rows:
            action.factors.append(ActionFactor(factor_id=to_id, effect=old.effect, probability=old.probability))
        touch(action.record, person_id)
    session.flush()
    return [action.record.ref for action in actions]


def _said(rows: Wanted) -> dict[str, str]:
    return {str(i): effect.value if p is None else f"{effect.value} to {p}" for i, (effect, p) in rows.items()}
