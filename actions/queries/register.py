"""The register: every action one may see, narrowed by filters; totals by word and by strength."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions import sources
from actions.models import Action, Strength
from actions.queries.rows import Row, rows_of, visible_actions
from actions.rules.lateness import Today
from actions.rules.lifecycle import OPEN, SHOWN_AS, UNFINISHED, ActionState, Shown
from kernel.permission import Actor, visible
from kernel.record import Record
from organisation.models import Person

#: What the filter "state" may be, as the states that it lets through.
STATES: dict[str, tuple[ActionState, ...]] = {
    "open": UNFINISHED,
    **{shown.value: tuple(s for s, word in SHOWN_AS.items() if word is shown) for shown in Shown},
    "all": tuple(ActionState),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows; blank means no narrowing. ``source`` is a reference, ``words`` all have to occur.

    ``until`` is the last due date shown; ``sort`` one of ``ORDERS``.
    """

    state: str = "open"
    owner: int | None = None
    source: str = ""
    late: bool = False
    words: str = ""
    until: date | None = None
    sort: str = "due"
    service: int | None = None


def asked_for(asked: Mapping[str, Any]) -> Filter:
    """The filter of a loaded ``RegisterQuery``."""
    return Filter(asked["state"], asked["owner"], asked["source"], asked["late"], asked["q"], asked["until"], asked["sort"], asked["service"])


@dataclass
class Totals:
    """Counts over all actions that one may see, whatever the filter says."""

    by_word: Counter[Shown] = field(default_factory=Counter)
    open_by_strength: Counter[Strength | None] = field(default_factory=Counter)
    late_by_strength: Counter[Strength | None] = field(default_factory=Counter)

    @property
    def all(self) -> int:
        return self.by_word.total()

    @property
    def late(self) -> int:
        return self.late_by_strength.total()


def totals(session: Session, actor: Actor, today: Today) -> Totals:
    """One statement."""
    is_late = _is_late(today)
    rows = session.execute(
        visible_actions(actor, Action.state, Action.strength, is_late.label("late"), sa.func.count().label("n"))
        .group_by(Action.state, Action.strength, is_late)
    )
    found = Totals()
    for state, strength, late, count in rows:
        found.by_word[SHOWN_AS[state]] += count
        if state in OPEN:
            found.open_by_strength[strength] += count
            found.late_by_strength[strength] += count if late else 0
    return found


def count(session: Session, actor: Actor, wanted: Filter, today: Today) -> int:
    chosen = _narrowed(visible_actions(actor, sa.func.count()), actor, wanted, today)
    return session.scalar(chosen) or 0


def page_of_rows(
    session: Session, actor: Actor, wanted: Filter, today: Today, *, offset: int, size: int
) -> list[Row]:
    """``size`` rows from ``offset`` in the order that is asked for; by due date, unfinished stand before finished."""
    chosen = (
        _narrowed(visible_actions(actor), actor, wanted, today)
        .order_by(*ORDERS.get(wanted.sort, ORDERS["due"]), Action.id)
        .offset(offset)
        .limit(size)
    )
    return rows_of(session, actor, chosen)


_STRENGTH = sa.case({strength: place for place, strength in enumerate(Strength)}, value=Action.strength, else_=len(Strength))
#: What has no date, owner or strength stands last.
ORDERS: dict[str, tuple[Any, ...]] = {
    "due": (sa.case((Action.state.in_(UNFINISHED), 0), else_=1), Action.due.is_(None), Action.due),
    "first_due": (Action.original_due.is_(None), Action.original_due),
    "owner": (Person.name.is_(None), Person.name),
    "strength": (_STRENGTH,),
    "ref": (),
}


def owners(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of everybody who owns an action that one may see."""
    rows = session.execute(
        visible_actions(actor, Person.id, Person.name)
        .where(Action.owner_id.is_not(None))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [(person_id, name) for person_id, name in rows]


def _is_late(today: Today) -> sa.ColumnElement[bool]:
    return sa.case((sa.and_(Action.due < today.late_before, Action.state.in_(OPEN)), sa.true()), else_=sa.false())


def _narrowed(chosen: sa.Select[Any], actor: Actor, wanted: Filter, today: Today) -> sa.Select[Any]:
    chosen = chosen.where(Action.state.in_(STATES.get(wanted.state, UNFINISHED)))
    if wanted.owner is not None:
        chosen = chosen.where(Action.owner_id == wanted.owner)
    if wanted.until is not None:
        chosen = chosen.where(Action.due <= wanted.until)
    if wanted.late:
        chosen = chosen.where(Action.due < today.late_before, Action.state.in_(OPEN))
    if wanted.source:
        chosen = chosen.where(Action.source_id.in_(_source_ids(actor, wanted.source)))
    if wanted.service is not None:
        chosen = chosen.where(Action.source_id.in_(sources.OF_SERVICE(actor, wanted.service)))
    texts = (Record.title, Record.ref, Action.measure, Action.external_ref)
    for word in wanted.words.split():
        chosen = chosen.where(sa.or_(*(text.icontains(word, autoescape=True) for text in texts)))
    return chosen


def _source_ids(actor: Actor, ref: str) -> sa.Select[Any]:
    """The source by reference, only if it exists for the actor: a filter must not tell that a restricted one does."""
    inner = sa.select(Record.id).where(sa.func.upper(Record.ref) == ref.strip().upper(), visible(actor))
    return inner.correlate(None)
