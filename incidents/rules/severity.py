"""The severity of an incident as it was assigned first, and as it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``source`` is who says so: ``log`` (the tool's audit log), ``import`` or ``person``; ``by`` a person's name."""

    was: int | None
    becomes: int
    at: datetime
    source: str
    by: str | None = None


def history(logged: Sequence[tuple[datetime | None, int | None]], told: Sequence[Change]) -> tuple[Change, ...]:
    """The changes in the order of their time.

    ``logged`` are (when, severity) after each save of an audit log, oldest first. An import alone knows only that something
    changed before it: its row counts, at the moment of the import, where neither a log nor a person says more.
    """
    found: list[Change] = []
    last: int | None = None
    for at, severity in logged:
        if severity is not None and severity != last:
            if last is not None and at is not None:
                found.append(Change(last, severity, at, "log"))
            last = severity
    said = [change for change in told if change.source == "person"]
    kept = said if said or logged else told
    return tuple(sorted([*found, *kept], key=lambda change: change.at))


def assigned(changes: Sequence[Change], now: int | None) -> int | None:
    """The severity that was given first: what the first change changed, else the one that still stands."""
    return next((change.was for change in changes if change.was is not None), now)
