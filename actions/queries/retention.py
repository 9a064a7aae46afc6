"""When actions have come to their end: from then on their retention period counts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from actions.models import Action
from actions.rules.lifecycle import SHOWN_AS, Shown
from kernel.record import Record
from organisation.retention import Kind

ENDED = tuple(state for state, shown in SHOWN_AS.items() if shown in {Shown.CHECKED, Shown.DROPPED})


def ended_actions() -> Any:
    """Checked and dropped ones, from their last change."""
    return sa.select(Action.id, Record.changed_at.label("ended_at")).join(Record, Record.id == Action.id).where(Action.state.in_(ENDED))


KIND = Kind("action", "Actions", "checked, or dropped", ended_actions)
