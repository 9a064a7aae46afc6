"""Who answers for an action now: its owner, else the facilitator, else a problem manager; never nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from organisation.models import Person
from organisation.queries.in_charge import InCharge, in_charge


class Because(StrEnum):
    """Why it is this person who answers."""

    OWNER = "owner"
    DISPUTED = "disputed"
    LEFT = "left"
    NOBODY = "nobody"  # no owner was named yet


@dataclass(frozen=True, slots=True)
class Answering:
    """``people`` are ids; anybody of them will do. Empty only where a restricted record has no living participant left."""

    people: tuple[int, ...]
    because: Because


def answers_for(session: Session, actions: Iterable[Action]) -> dict[int, Answering]:
    """By action id. A fixed number of statements for each 500 actions."""
    rows = list(actions)
    living = _living(session, {a.owner_id for a in rows if a.owner_id})
    orphans = [a.id for a in rows if a.owner_id not in living or a.disputed_at is not None]
    keepers = in_charge(session, orphans) if orphans else None
    return {
        a.id: Answering(_fallback(a, keepers), _why(a)) if keepers and a.id in keepers.records else Answering((a.owner_id or 0,), Because.OWNER)
        for a in rows
    }  # fmt: skip


def _why(action: Action) -> Because:
    if action.disputed_at is not None:
        return Because.DISPUTED
    return Because.NOBODY if action.owner_id is None else Because.LEFT


def _fallback(action: Action, keepers: InCharge) -> tuple[int, ...]:
    """Whoever disputes an action is not asked about it again, unless nobody else is left."""
    tiers = list(keepers.tiers(action.id))
    others = (tuple(sorted(p for p in tier if p != action.owner_id)) for tier in tiers)
    return next(filter(None, others), tuple(sorted({p for tier in tiers for p in tier})))


def _living(session: Session, ids: set[int]) -> set[int]:
    return set(session.scalars(sa.select(Person.id).where(Person.id.in_(ids), Person.left_on.is_(None)))) if ids else set()
