"""What only time brings about: an accepted risk comes back, and the effect of an action is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import sqlalchemy as sa

from actions.models import Action, HookDelivery
from actions.queries.today import today
from actions.rules.lifecycle import ActionState
from actions.service import transition
from kernel import clock
from kernel.config import Settings
from kernel.db import Database
from kernel.job import Job
from kernel.permission import machine
from kernel.record import Record

#: step -> (state in which it waits, the condition on its date)
DUE: Mapping[str, tuple[ActionState, Callable[[date], sa.ColumnElement[bool]]]] = {
    "risk_expires": (ActionState.RISK_ACCEPTED, lambda day: Action.risk_expires_on < day),
    "await_effect": (ActionState.VERIFIED, lambda day: Action.effect_due <= day),
}


KEPT = timedelta(days=30)


def let_time_pass(database: Database, _settings: Settings) -> None:
    """Each action in a unit of work of its own, so that one that fails keeps no other waiting."""
    for step, (state, is_due) in DUE.items():
        for ref in _due(database, state, is_due):
            with database.unit_of_work() as session:
                transition(session, machine("job"), ref, step)


def _due(database: Database, state: ActionState, is_due: Callable[[date], sa.ColumnElement[bool]]) -> list[str]:
    with database.unit_of_work(write=False) as session:
        waits = sa.and_(Action.state == state, is_due(today(session).day), Record.erased_at.is_(None))
        wanted = sa.select(Record.ref).join(Action, Action.id == Record.id).where(waits)
        return list(session.scalars(wanted.order_by(Action.id)))


def drop_old_messages(database: Database, _settings: Settings) -> None:
    """Messages of hooks are shown for a month; a replay is too old after minutes."""
    with database.unit_of_work() as session:
        session.execute(sa.delete(HookDelivery).where(HookDelivery.at < clock.now() - KEPT))


JOBS = (Job("actions that time moves", every=900, call=let_time_pass), Job("drop old messages", every=3600, call=drop_old_messages))
