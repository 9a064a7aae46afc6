"""Who answers for an action now: its owner, else the facilitator, else a problem manager; never nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from kernel.permission import Role
from kernel.record import Part, Participation, Scope
from organisation.models import Person, PersonRole


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
    """By action id. Three statements at most, however many actions."""
    rows = list(actions)
    living = _living(session, {a.owner_id for a in rows if a.owner_id})
    found, orphans = {}, []
    for action in rows:
        if action.owner_id in living and action.disputed_at is None:
            found[action.id] = Answering((action.owner_id or 0,), Because.OWNER)
        else:
            orphans.append(action)
    if orphans:
        held = _parts(session, orphans)
        managers = _problem_managers(session)
        for action in orphans:
            found[action.id] = Answering(_fallback(action, held, managers), _why(action))
    return found


def _why(action: Action) -> Because:
    if action.disputed_at is not None:
        return Because.DISPUTED
    return Because.NOBODY if action.owner_id is None else Because.LEFT


def _fallback(action: Action, held: Mapping[int, Mapping[int, set[Part]]], managers: tuple[int, ...]) -> tuple[int, ...]:
    """Facilitators of the source; else problem managers, of a restricted one only those in it; else whoever is in it.

    Whoever disputes an action is not asked about it again.
    """
    here = {p: parts for record in (action.source_id, action.record.guard_id) if record for p, parts in held.get(record, {}).items()}
    is_restricted = action.record.scope is Scope.RESTRICTED
    candidates = (
        [p for p, parts in here.items() if Part.FACILITATOR in parts],
        [p for p in managers if p in here or not is_restricted],
        list(here),
    )
    for people in candidates:
        others = tuple(sorted(p for p in people if p != action.owner_id))
        if others:
            return others
    return tuple(sorted({p for people in candidates for p in people}))


def _living(session: Session, ids: set[int]) -> set[int]:
    return set(session.scalars(sa.select(Person.id).where(Person.id.in_(ids), Person.left_on.is_(None)))) if ids else set()


def _parts(session: Session, actions: list[Action]) -> dict[int, dict[int, set[Part]]]:
    """Record id -> person id -> parts, of people who are still here."""
    records = {i for a in actions for i in (a.source_id, a.record.guard_id) if i}
    found: dict[int, dict[int, set[Part]]] = defaultdict(lambda: defaultdict(set))
    rows = session.execute(
        sa.select(Participation.record_id, Participation.person_id, Participation.part)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.record_id.in_(records), Person.left_on.is_(None))
    )
    for record_id, person_id, part in rows:
        found[record_id][person_id].add(part)
    return found


def _problem_managers(session: Session) -> tuple[int, ...]:
    return tuple(session.scalars(
        sa.select(PersonRole.person_id)
        .join(Person, Person.id == PersonRole.person_id)
        .where(PersonRole.role == Role.PROBLEM_MANAGER, Person.left_on.is_(None))
        .order_by(PersonRole.person_id)
    ))
