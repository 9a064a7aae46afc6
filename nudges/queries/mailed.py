"""Which daily mails there are: at most one for a person and a local day (decision 19)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.chunks import chunks
from kernel.outbox import Message, State

DAILY, URGENT = "daily nudges", "urgent nudge"
#: The kinds of messages that are letters of nudges.
KINDS = (DAILY, URGENT)
#: A local day is over everywhere two days after its mail was made.
LOOKED_BACK = timedelta(days=2)


@dataclass
class Mailed:
    """(person, local day) -> how many daily messages there are, and whether one of them stands (was not dropped unsent)."""

    made: dict[tuple[int, date], int] = field(default_factory=lambda: defaultdict(int))
    stands: set[tuple[int, date]] = field(default_factory=set)

    def has(self, person_id: int, day: date) -> bool:
        return (person_id, day) in self.stands

    def key(self, person_id: int, channel: str, day: date) -> str:
        """The key of the day's message: unique, so of two sweeps that make it at once only one does."""
        return f"daily:{person_id}:{channel}:{day}:{self.made.get((person_id, day), 0)}"


def mailed(session: Session, person_ids: Collection[int], now: datetime) -> Mailed:
    """One statement for each 500 people."""
    found = Mailed()
    for some in chunks(sorted(person_ids)):
        rows = session.execute(
            sa.select(Message.recipient_id, Message.payload, Message.state).where(
                Message.recipient_id.in_(some), Message.kind == DAILY,
                Message.created_at >= now - LOOKED_BACK,
            )
        )
        for person_id, payload, state in rows:
            place = (person_id, date.fromisoformat(payload["day"]))
            found.made[place] += 1
            if state is not State.DROPPED:
                found.stands.add(place)
    return found
