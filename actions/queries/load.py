"""How much each owner and each team has to do. By name, never by lateness (decision 18: no ranking of people)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.queries.rows import visible_actions
from actions.rules.lateness import Today
from actions.rules.lifecycle import OPEN, ActionState
from kernel.permission import Actor
from organisation.models import Person, Team, TeamMember

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Load:
    """``late`` is counted for teams alone. ``claims`` wait to be checked."""

    id: int
    name: str
    open: int
    soon: int
    claims: int
    late: int = 0


def owners(session: Session, actor: Actor, today: Today) -> list[Load]:
    rows = session.execute(_counted(actor, today, Person.id, Person.name).where(Action.owner_id.is_not(None)).group_by(Person.id, Person.name).order_by(Person.name, Person.id))
    return [Load(row.id, row.name, row.open, row.soon, row.claims) for row in rows]


def teams(session: Session, actor: Actor, today: Today) -> list[Load]:
    """A person in two teams counts in both."""
    wanted = _counted(actor, today, Team.id, Team.name).join(TeamMember, TeamMember.person_id == Action.owner_id).join(Team, Team.id == TeamMember.team_id)
    rows = session.execute(wanted.group_by(Team.id, Team.name).order_by(Team.name, Team.id))
    return [Load(row.id, row.name, row.open, row.soon, row.claims, row.late) for row in rows]


def _counted(actor: Actor, today: Today, *columns: Any) -> sa.Select[Any]:
    is_open = Action.state.in_(OPEN)
    counts = {
        "open": is_open, "soon": sa.and_(is_open, Action.due <= today.day + SOON), "claims": Action.state == ActionState.DONE,
        "late": sa.and_(is_open, Action.due < today.late_before),
    }
    sums = [sa.func.sum(sa.case((condition, 1), else_=0)).label(name) for name, condition in counts.items()]
    return visible_actions(actor, *columns, *sums).where(sa.or_(is_open, Action.state == ActionState.DONE))
