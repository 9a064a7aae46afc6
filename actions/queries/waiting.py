"""What of the actions waits for one person: the rows of the start page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from actions.queries.deciding import ToDecide, to_decide
from actions.queries.mine import effects_due, open_of, to_check
from actions.queries.rows import Row
from actions.queries.today import today as today_of
from actions.rules.lateness import Today
from actions.rules.lifecycle import ActionState
from actions.rules.words import REASON_SAYS
from kernel.permission import Actor

#: group of my actions -> group of the start page
GROUPS = {"overdue": "now", "this_week": "this_week", "later": "later"}
#: A claim that has waited so many working days is checked now.
CHECK_WITHIN = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do. ``what`` begins with a verb; ``url_for(endpoint, **values)`` is where it is done.

    ``group`` is ``now``, ``this_week`` or ``later``; ``due`` may be None; ``days_late`` are working days.
    """

    what: str
    ref: str
    title: str
    why: str
    due: date | None
    days_late: int
    days_left: int | None
    endpoint: str
    values: Mapping[str, str]
    group: str


def waiting_for(session: Session, actor: Actor) -> list[Waiting]:
    """Open actions of the actor, what the actor may check, and what waits for a decision; most urgent first.

    The number of statements is fixed.
    """
    today = today_of(session)
    own = [_own(row, today) for row in open_of(session, actor)] if actor.person_id is not None else []
    checks = [_check(row, today) for row in to_check(session, actor)]
    effects = [_effect(row, today) for row in effects_due(session, actor)]
    decisions = [_decision(one, today) for one in to_decide(session, actor)]
    order = list(GROUPS.values())
    return sorted([*own, *checks, *effects, *decisions], key=lambda w: (order.index(w.group), w.due or date.max, w.ref))


def _own(row: Row, today: Today) -> Waiting:
    asks = row.state is ActionState.PROPOSED
    what = f"Accept or hand back: {_lower(row.title)}" if asks else row.title
    return _waiting(row, today, what=what, why=_why(row), due=row.due, group=GROUPS[today.group(row.due)])


def _check(row: Row, today: Today) -> Waiting:
    claimed = row.claimed_at.date() if row.claimed_at else today.day
    group = "now" if today.days_late(claimed) >= CHECK_WITHIN else "this_week"
    why = f"{row.owner or 'Somebody'} says it is done{_from(row)}"
    what = f"Check that it was done: {_lower(row.title)}"
    return _waiting(row, today, what=what, why=why, due=None, group=group)


def _effect(row: Row, today: Today) -> Waiting:
    why = f"checked as done on {row.verified_at:%-d %b %Y}{_from(row)}" if row.verified_at else f"done{_from(row)}"
    return _waiting(row, today, what=f"Check whether it worked: {_lower(row.title)}", why=why, due=None, group="this_week")


def _decision(one: ToDecide, today: Today) -> Waiting:
    return _waiting(one.row, today, what=f"{one.what}: {_lower(one.row.title)}", why=one.why, due=None, group="now", endpoint=one.endpoint)


def _waiting(row: Row, today: Today, *, what: str, why: str, due: date | None, group: str, endpoint: str = "actions.show") -> Waiting:
    return Waiting(
        what=what, ref=row.ref, title=row.title, why=why, due=due, days_late=today.days_late(due),
        days_left=today.days_left(due) if due else None, endpoint=endpoint, values={"ref": row.ref}, group=group,
    )


def _why(row: Row) -> str:
    if row.reason:
        return f"{REASON_SAYS.get(row.state, 'Said').lower()}: “{row.reason}”"
    return f"raised in {row.source.ref}" if row.source else ""


def _from(row: Row) -> str:
    return f" · {row.source.ref}" if row.source else ""


def _lower(title: str) -> str:
    """The title inside a sentence: its first letter small, unless it begins with a name in capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
