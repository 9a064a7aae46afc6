"""Which service level target applies: the row that says the most about the service wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class CountedIn(StrEnum):
    """In which hours a target is counted."""

    CALENDAR = "calendar"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of the table. ``service_id`` and ``tier`` None: every service. Minutes None: no target of that kind."""

    severity: int
    service_id: int | None
    tier: int | None
    hours: CountedIn
    response_minutes: int | None
    restore_minutes: int | None

    @property
    def key(self) -> tuple[int, int | None, int | None]:
        """What one table may say once."""
        return self.severity, self.service_id, self.tier


def most_specific(rows: Iterable[TargetRow], severity: int, service_id: int | None, tier: int | None) -> TargetRow | None:
    """The row for this service, else for its tier, else for every service; None where the table is silent.

    >>> every = TargetRow(1, None, None, CountedIn.CALENDAR, 15, 240)
    >>> tier = TargetRow(1, None, 2, CountedIn.CALENDAR, 30, 480)
    >>> most_specific([every, tier], 1, 7, 2) is tier, most_specific([every, tier], 1, 7, 3) is every
    (True, True)
    """
    fits = [
        row for row in rows
        if row.severity == severity and row.service_id in (None, service_id) and row.tier in (None, tier)
    ]
    return max(fits, key=lambda row: (row.service_id is not None, row.tier is not None), default=None)
