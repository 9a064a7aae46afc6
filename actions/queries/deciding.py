"""What of the actions waits for a decision of one person: dates, actions that did not work, actions that nobody takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action, DateRequest
from actions.queries.answering import Because, answers_for
from actions.queries.rows import Row, holds, rows_of, visible_actions
from actions.rules.lifecycle import OPEN, ActionState
from actions.rules.words import REASON_SAYS
from kernel.permission import Actor, visible
from kernel.record import Record
from organisation.models import Person

DECIDE = "decide a date"


@dataclass(frozen=True, slots=True)
class ToDecide:
    """``what`` begins with a verb; ``endpoint`` is where it is decided."""

    row: Row
    what: str
    why: str
    endpoint: str = "actions.show"


def to_decide(session: Session, actor: Actor) -> list[ToDecide]:
    """Nothing for a job. The number of statements is fixed."""
    if actor.person_id is None:
        return []
    return [*_dates(session, actor), *_not_effective(session, actor), *_orphans(session, actor)]


def _dates(session: Session, actor: Actor) -> Iterator[ToDecide]:
    """Moves that wait; never one's own, nor of one's own action."""
    asked = {r.action_id: r for r in session.scalars(sa.select(DateRequest).where(DateRequest.decided_at.is_(None), DateRequest.asked_by_id.is_distinct_from(actor.person_id)))}
    wanted = visible_actions(actor).where(Action.id.in_(asked), Action.state.in_(OPEN), holds(actor, DECIDE), Action.owner_id.is_distinct_from(actor.person_id))
    for row in rows_of(session, actor, wanted.order_by(Action.due, Action.id)):
        move = asked[row.id]
        yield ToDecide(row, f"Decide about a move to {move.to_due:%-d %b %Y}", f"asked for the {_nth(row.moves + 1)} time: “{move.reason}”", "actions.decide")


def _not_effective(session: Session, actor: Actor) -> Iterator[ToDecide]:
    """What did not work waits for the problem manager until its owner has taken it up again."""
    wanted = visible_actions(actor).where(Action.state == ActionState.NOT_EFFECTIVE, holds(actor, DECIDE))
    for row in rows_of(session, actor, wanted.order_by(Action.id)):
        yield ToDecide(row, "Decide what follows, it did not work", f"{REASON_SAYS[row.state].lower()}: “{row.reason}”" if row.reason else "")


def _orphans(session: Session, actor: Actor) -> Iterator[ToDecide]:
    """Open actions that nobody takes, where it falls to this person to find somebody."""
    nobody = sa.or_(Action.owner_id.is_(None), Action.disputed_at.is_not(None), Person.left_on.is_not(None))
    wanted = sa.select(Action).join(Record, Record.id == Action.id).outerjoin(Person, Person.id == Action.owner_id)
    actions = session.scalars(wanted.where(visible(actor), Action.state.in_(OPEN), nobody)).all()
    mine = {i: found.because for i, found in answers_for(session, actions).items() if actor.person_id in found.people}
    for row in rows_of(session, actor, visible_actions(actor).where(Action.id.in_(mine)).order_by(Action.due, Action.id)):
        yield ToDecide(row, "Find an owner", {
            Because.DISPUTED: f"{row.owner} says that it is not theirs", Because.LEFT: f"{row.owner} has left",
        }.get(mine[row.id], "nobody owns it yet"))


def _nth(number: int) -> str:
    """"3rd": dates are moved so often that words do not serve."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
