"""The only place that asks the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def real() -> datetime:
    """The present instant whatever was told: leases and heartbeats are about processes, not about what is due."""
    return datetime.now(UTC)


@contextmanager
def told(moment: datetime) -> Iterator[None]:
    """Let ``now()`` be ``moment`` inside: how the demo organisation writes the history of a year."""
    token = _told.set(utc(moment))
    try:
        yield
    finally:
        _told.reset(token)


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
