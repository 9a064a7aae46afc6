"""Actions as rows of a list: everything a table shows, in two statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action, Kind, Strength
from actions.rules.lifecycle import OPEN, SHOWN_AS, ActionState, Shown
from kernel.permission import GRANTS, Actor, visible
from kernel.record import Participation, Record
from kernel.ref import RecordKind
from organisation.models import Person


@dataclass(frozen=True, slots=True)
class Source:
    """The record that an action comes from, when the reader may know of it."""

    id: int
    kind: RecordKind
    ref: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One action in a list. ``source`` is None when the reader may not know of it."""

    id: int
    ref: str
    title: str
    version: int
    state: ActionState
    kind: Kind
    strength: Strength | None
    owner_id: int | None
    owner: str | None
    due: date | None
    original_due: date | None
    moves: int
    measure: str
    claim: str
    reason: str | None
    claimed_at: datetime | None
    verified_at: datetime | None
    source: Source | None

    @property
    def shown_as(self) -> Shown:
        return SHOWN_AS[self.state]

    @property
    def open_due(self) -> date | None:
        """The due date while the owner still has something to do: only such an action can be late."""
        return self.due if self.state in OPEN else None


COLUMNS = (
    Action.id, Record.ref, Record.title, Record.version, Action.state, Action.kind, Action.strength, Action.owner_id,
    Person.name.label("owner"), Action.due, Action.original_due, Action.due_version.label("moves"), Action.measure,
    Action.claim, Action.reason, Action.claimed_at, Action.verified_at, Action.source_id,
)


def visible_actions(actor: Actor, *columns: Any) -> sa.Select[Any]:
    """A select over the actions that exist for ``actor``, with record and owner joined."""
    return (
        sa.select(*(columns or COLUMNS))
        .select_from(Action)
        .join(Record, Record.id == Action.id)
        .outerjoin(Person, Person.id == Action.owner_id)
        .where(visible(actor))
    )


def rows_of(session: Session, actor: Actor, wanted: sa.Select[Any]) -> list[Row]:
    """The rows of a select made by ``visible_actions``, with the sources that the reader may know of."""
    found = [dict(row) for row in session.execute(wanted).mappings()]
    sources = sources_of(session, actor, {row["source_id"] for row in found})
    return [Row(**{k: v for k, v in row.items() if k != "source_id"}, source=sources.get(row["source_id"]))
            for row in found]


def sources_of(session: Session, actor: Actor, ids: Iterable[int]) -> dict[int, Source]:
    """Those of these records that exist for the actor: an action's owner sees only the action (decision 24)."""
    rows = session.execute(
        sa.select(Record.id, Record.kind, Record.ref, Record.title).where(Record.id.in_(set(ids)), visible(actor))
    )
    return {row.id: Source(*row) for row in rows}


def holds(actor: Actor, verb: str) -> sa.ColumnElement[bool]:
    """SQL twin of ``kernel.permission.may`` on the joined ``Record``: a role grants the verb, or a part in it does."""
    grant = GRANTS[verb]
    if actor.is_any(*grant.roles):
        return sa.true()
    return (
        sa.select(Participation.id)
        .where(
            Participation.person_id == actor.person_id,
            Participation.part.in_(grant.parts),
            sa.or_(Participation.record_id == Record.id, Participation.record_id == Record.guard_id),
        )
        .correlate(Record)
        .exists()
    )
