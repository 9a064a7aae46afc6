"""The agenda of a meeting: every action that needs a decision, in the first group that it fits. Four statements, however many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action, DateRequest
from actions.models.meeting import Decided
from actions.queries.rows import Row, rows_of, visible_actions
from actions.rules.lateness import Today
from actions.rules.lifecycle import OPEN, ActionState
from kernel.permission import Actor

S = ActionState
#: So many of each group stand on the page; the others follow as these are decided.
SHOWN = 10
#: A risk is talked about so many days before its acceptance ends.
SOON = timedelta(days=30)
TITLES = {
    "move": "Moves of the date that wait", "disputed": "Not mine, says the owner",
    "blocked": "Blocked", "unconfirmed": "Brought in, not confirmed", "overdue": "Overdue", "verify": "Done, to be checked",
    "effect": "Effect to be checked", "risk": "Accepted risks that end soon",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """``total`` counts all of the group; ``rows`` are the most urgent."""

    key: str
    total: int
    rows: Sequence[Row]

    @property
    def title(self) -> str:
        return TITLES[self.key]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The groups that hold anything, in the order in which they are talked about."""

    groups: Sequence[Group] = field(default_factory=tuple)

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    def after(self, ref: str) -> str | None:
        """The reference of the one that follows, on this page."""
        refs = [row.ref for row in self.rows]
        return next(iter(refs[refs.index(ref) + 1 :]), None) if ref in refs else None


def agenda(session: Session, actor: Actor, today: Today, meeting_id: int | None = None, *, size: int = SHOWN) -> Agenda:
    """What the actor may see and the meeting has not decided yet, most urgent first."""
    group = sa.case(*_groups(today), else_=None)
    place = sa.func.row_number().over(partition_by=group, order_by=_urgency())
    total = sa.func.count().over(partition_by=group)
    ranked = visible_actions(actor, Action.id, group.label("group"), place.label("place"), total.label("total"))
    if meeting_id is not None:
        ranked = ranked.where(~sa.exists().where(Decided.meeting_id == meeting_id, Decided.action_id == Action.id))
    inner = ranked.where(sa.or_(*(condition for condition, _ in _groups(today)))).subquery()
    found = session.execute(sa.select(inner).where(inner.c.place <= size).order_by(inner.c.place)).all()
    rows = {row.id: row for row in rows_of(session, actor, visible_actions(actor).where(Action.id.in_([one.id for one in found])))}
    by_group = {key: [one for one in found if one.group == key] for key in TITLES}
    return Agenda([Group(key, some[0].total, [rows[one.id] for one in some]) for key, some in by_group.items() if some])


def _groups(today: Today) -> list[tuple[sa.ColumnElement[bool], str]]:
    """(condition, key of ``TITLES``): an action stands where it fits first."""
    is_open = Action.state.in_(OPEN)
    return [
        (sa.exists().where(DateRequest.action_id == Action.id, DateRequest.decided_at.is_(None)), "move"),
        (sa.and_(is_open, Action.disputed_at.is_not(None)), "disputed"),
        (Action.state == S.BLOCKED, "blocked"),
        (sa.and_(is_open, Action.unconfirmed), "unconfirmed"),
        (sa.and_(is_open, Action.due < today.late_before), "overdue"),
        (Action.state == S.DONE, "verify"),
        (sa.or_(Action.state == S.EFFECTIVENESS_DUE, sa.and_(Action.state == S.VERIFIED, Action.effect_due <= today.day)), "effect"),
        (sa.and_(Action.state == S.RISK_ACCEPTED, Action.risk_expires_on <= today.day + SOON), "risk"),
    ]


def _urgency() -> list[Any]:
    """By the date that counts in the state: the claim of one that is done, the end of a risk, otherwise the due date."""
    return [
        sa.case((Action.state == S.DONE, Action.claimed_at)), sa.case((Action.state == S.RISK_ACCEPTED, Action.risk_expires_on)),
        sa.case((Action.state == S.EFFECTIVENESS_DUE, Action.effect_due)), Action.due.is_(None), Action.due, Action.id,
    ]  # fmt: skip
