"""What the ledger has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.chunks import chunks
from nudges.models import Nudge, Pause
from nudges.rules.decide import Told
from nudges.rules.rung import Audience, Ladder
from nudges.sources import Due

#: (item, ladder, version)
Standing = tuple[int, str, int]


def not_to_the_end(item_id: Any, ladder: Ladder, version: Any) -> sa.ColumnElement[bool]:
    """SQL: the last rung of the ladder was not told yet. Sources ask it, so that what is over costs nothing.

    The probe is one look into the unique index of the ledger.
    """
    ended = sa.select(Nudge.id).where(
        Nudge.item_id == item_id, Nudge.ladder == ladder.name, Nudge.due_version == version, Nudge.rung >= ladder.last
    )
    return ~ended.exists()


@dataclass
class Ledger:
    """The part of the ledger that some items have."""

    newest: dict[tuple[Standing, int], int] = field(default_factory=dict)
    warned: dict[Standing, date] = field(default_factory=dict)
    paused: dict[tuple[Standing, int], date] = field(default_factory=dict)

    def told(self, due: Due, person_id: int) -> Told:
        standing = standing_of(due)
        return Told(self.newest.get((standing, person_id)), self.warned.get(standing))

    def paused_until(self, due: Due, person_id: int) -> date | None:
        return self.paused.get((standing_of(due), person_id))


def standing_of(due: Due) -> Standing:
    return due.item_id, due.ladder, due.version


def ledger_of(session: Session, item_ids: Iterable[int], late: dict[str, int]) -> Ledger:
    """Two statements for each 500 items. ``late``: ladder → the number from which a rung warns that it is late."""
    found = Ledger()
    for some in chunks(sorted(set(item_ids))):
        for row in session.execute(_rows(some)):
            standing = (row.item_id, row.ladder, row.due_version)
            key = (standing, row.recipient_id)
            found.newest[key] = max(row.rung, found.newest.get(key, row.rung))
            if row.audience is Audience.ASKED and row.rung >= late.get(row.ladder, row.rung + 1):
                found.warned[standing] = min(row.local_day, found.warned.get(standing, row.local_day))
        for pause in session.scalars(sa.select(Pause).where(Pause.item_id.in_(some))):
            standing = (pause.item_id, pause.ladder, pause.due_version)
            key = (standing, pause.person_id)
            found.paused[key] = max(pause.until, found.paused.get(key, pause.until))
    return found


def _rows(item_ids: list[int]) -> Any:
    return sa.select(
        Nudge.item_id, Nudge.ladder, Nudge.due_version, Nudge.rung, Nudge.recipient_id, Nudge.audience, Nudge.local_day
    ).where(Nudge.item_id.in_(item_ids))
