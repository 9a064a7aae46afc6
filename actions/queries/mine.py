"""My actions: what I own, by urgency, and the claims of others that I may check."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions import sources
from actions.models import Action
from actions.queries.rights import judges
from actions.queries.rows import COLUMNS, Row, holds, rows_of, visible_actions
from actions.rules.lateness import Today
from actions.rules.lifecycle import CHECK, OPEN, ActionState
from actions.rules.policy import STRONG, Expectation, verifier
from kernel.permission import Actor

#: So many finished actions are listed; the register has them all.
FINISHED_SHOWN = 20


@dataclass
class Mine:
    """Rows by group, most urgent first."""

    overdue: list[Row] = field(default_factory=list)
    this_week: list[Row] = field(default_factory=list)
    later: list[Row] = field(default_factory=list)
    done: list[Row] = field(default_factory=list)
    to_check: list[Row] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many things wait for the person."""
        return len(self.overdue) + len(self.this_week) + len(self.later) + len(self.to_check)


def my_actions(session: Session, actor: Actor, today: Today) -> Mine:
    """Six statements. Nobody's person (a job) owns nothing."""
    found = Mine()
    for row in open_of(session, actor):
        getattr(found, today.group(row.due)).append(row)
    found.done = finished_of(session, actor)
    found.to_check = to_check(session, actor)
    return found


def open_of(session: Session, actor: Actor) -> list[Row]:
    """The open actions that the actor owns, by due date; those without one last."""
    wanted = visible_actions(actor).where(Action.owner_id == actor.person_id, Action.state.in_(OPEN))
    return rows_of(session, actor, wanted.order_by(Action.due.is_(None), Action.due, Action.id))


def finished_of(session: Session, actor: Actor) -> list[Row]:
    """The actor's latest actions that ask for nothing more, newest first."""
    wanted = visible_actions(actor).where(Action.owner_id == actor.person_id, Action.state.not_in(OPEN))
    newest = wanted.order_by(sa.func.coalesce(Action.verified_at, Action.claimed_at).desc(), Action.id.desc())
    return rows_of(session, actor, newest.limit(FINISHED_SHOWN))


def to_check(session: Session, actor: Actor) -> list[Row]:
    """Claims that the actor may check by grant and by the policy of their source, never their own; the oldest claim first."""
    granted = sa.case((holds(actor, CHECK), sa.true()), else_=sa.false()).label("granted")
    columns = (*COLUMNS, Action.created_by_id, Action.evidence_awaited, granted)
    wanted = _not_own(actor, visible_actions(actor, *columns).where(Action.state == ActionState.DONE, sa.or_(granted, Action.created_by_id == actor.person_id)))
    found = session.execute(wanted.order_by(Action.claimed_at, Action.id)).all()
    expected = sources.EXPECTED(session, {row.source_id for row in found})
    ids = {row.id for row in found if not row.evidence_awaited and _may_verify(actor, row, expected.get(row.source_id) or Expectation())}
    kept = visible_actions(actor).where(Action.id.in_(ids)).order_by(Action.claimed_at, Action.id)
    return rows_of(session, actor, kept)


def effects_due(session: Session, actor: Actor) -> list[Row]:
    """Actions whose effect is to be checked now, by the actor; never their own."""
    wanted = visible_actions(actor).where(Action.state == ActionState.EFFECTIVENESS_DUE, holds(actor, CHECK))
    return rows_of(session, actor, _not_own(actor, wanted).order_by(Action.effect_due, Action.id))


def _not_own(actor: Actor, wanted: sa.Select[Any]) -> sa.Select[Any]:
    if actor.person_id is None:
        return wanted
    return wanted.where(sa.or_(Action.owner_id.is_(None), Action.owner_id != actor.person_id))


def _may_verify(actor: Actor, row: Any, expected: Expectation) -> bool:
    """A strong action may get the full check or not, which only its causes say: it is listed where both rules agree."""
    if actor.person_id is None:
        return True
    rules = {verifier(expected, full=full) for full in ((True, False) if row.strength in STRONG else (False,))}
    return all(judges(actor, rule, row.created_by_id, granted=bool(row.granted)) for rule in rules)


def last_checked(session: Session, actor: Actor) -> Row | None:
    """The action that was checked last, for the words of an empty list."""
    wanted = visible_actions(actor).where(Action.verified_at.is_not(None))
    found = rows_of(session, actor, wanted.order_by(Action.verified_at.desc(), Action.id.desc()).limit(1))
    return found[0] if found else None
