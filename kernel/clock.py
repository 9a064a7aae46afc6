"""The only place that asks the time."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def utc(moment: datetime) -> datetime:
    """The same instant in UTC; a naive value is refused, since nobody knows what it means."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC)


def stamp(moment: datetime | None) -> str | None:
    """ISO 8601 with ``Z``, as it stands in documents and audit entries: ``2026-11-20T14:03:00Z``."""
    if moment is None:
        return None
    whole = utc(moment)
    text = whole.isoformat(timespec="microseconds" if whole.microsecond else "seconds")
    return text.replace("+00:00", "Z")
