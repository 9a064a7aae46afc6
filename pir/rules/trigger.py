"""Which incidents need a review (decision 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Need(StrEnum):
    """What the policy says about an incident."""

    OPEN = "open"
    PROPOSE = "propose"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rule looks at. Instants aware; ``restored_at`` falls back to resolved by the caller."""

    severity: int | None
    is_major: bool
    has_parent: bool
    started_at: datetime | None
    restored_at: datetime | None


def need(candidate: Candidate, terms: Mapping[str, Any], now: datetime) -> Need:
    """A major incident, or one of a severity that opens reviews and without parent, restored in the last days.

    History (older than ``history_days``, or not restored yet) opens none: it starts no clock and nudges nobody.
    """
    if candidate.restored_at is None or candidate.restored_at < now - timedelta(days=terms["history_days"]):
        return Need.NONE
    if candidate.is_major:
        return Need.OPEN
    if candidate.has_parent or candidate.severity is None:
        return Need.NONE
    if candidate.severity in terms["opens_for_severity"]:
        return Need.OPEN
    limit = terms["proposed_for_severity"].get(str(candidate.severity))
    if limit is not None and candidate.started_at is not None:
        lasted = candidate.restored_at - candidate.started_at
        if lasted > timedelta(minutes=limit):
            return Need.PROPOSE
    return Need.NONE
