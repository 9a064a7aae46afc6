"""Which incidents belong to one review: relatives, and those that overlapped on the same service (decision 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Stretch:
    """When an incident was under way. ``end`` None: it still is."""

    start: datetime
    end: datetime | None


def overlap(one: Stretch, other: Stretch, now: datetime) -> timedelta:
    """How long both were under way at once; none when they only touch.

    >>> from datetime import UTC
    >>> day = [datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in range(24)]
    >>> overlap(Stretch(day[9], day[12]), Stretch(day[11], None), day[20])
    datetime.timedelta(seconds=3600)
    """
    together = min(one.end or now, other.end or now) - max(one.start, other.start)
    return max(together, timedelta())
