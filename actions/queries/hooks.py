"""Hooks and what they received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Hook, HookDelivery

#: So many of the latest messages are shown.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class HookLine:
    hook: Hook
    last_at: datetime | None
    refused: int
    taken: int


def hooks(session: Session) -> list[HookLine]:
    """Those that work first, then by name; in one statement."""
    refused = sa.func.sum(sa.case((HookDelivery.is_taken, 0), (HookDelivery.id.is_not(None), 1), else_=0))
    taken = sa.func.sum(sa.case((HookDelivery.is_taken, 1), else_=0))
    rows = session.execute(
        sa.select(Hook, sa.func.max(HookDelivery.at), refused, taken)
        .outerjoin(HookDelivery, HookDelivery.hook_id == Hook.id)
        .group_by(Hook.id)
        .order_by(Hook.revoked_at.is_not(None), Hook.name, Hook.id)
    )
    return [HookLine(*row) for row in rows]


def deliveries(session: Session, hook_id: int) -> list[HookDelivery]:
    """The latest messages, newest first."""
    of_hook = sa.select(HookDelivery).where(HookDelivery.hook_id == hook_id)
    return list(session.scalars(of_hook.order_by(HookDelivery.id.desc()).limit(SHOWN)))
