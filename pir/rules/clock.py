"""The three clocks of a review (decisions 1 and 2): session held, pre-read sent, review approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kernel.calendar import WorkingCalendar

NAMES = {"session": "Session held", "approval": "Review approved", "pre_read": "Pre-read sent"}


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock started, from which time it counts, and when it falls due. All instants aware, UTC."""

    kind: str
    basis: str
    started_at: datetime
    window_from: datetime | None
    due_at: datetime


def dues(
    basis: str, start: datetime, terms: Mapping[str, Any], calendar: WorkingCalendar, session_at: datetime | None = None
) -> tuple[Due, ...]:
    """The clocks under the policy's ``clocks`` terms.

    The pre-read counts back from the planned session, or from the end of the window while none is planned.
    """
    session = terms["session"]
    window = start + timedelta(hours=session["window_from_hours"])
    session_due = start + timedelta(hours=session["due_hours"])
    pre_read = (session_at or session_due) - timedelta(hours=terms["pre_read"]["hours_before_session"])
    return (
        Due("session", basis, start, window, session_due),
        Due("pre_read", basis, start, None, pre_read),
        Due("approval", basis, start, None, calendar.add_working_days(start, terms["approval"]["working_days"])),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock as a person reads it now."""

    kind: str
    name: str
    basis: str
    due_at: datetime
    original_due_at: datetime
    window_from: datetime | None
    state: str  # running | met | late | met_late
    left: timedelta
    run: float  # share of the time that has passed, 0 to 1
    window_share: float | None  # where in the bar the target window begins, 0 to 1


def read(due: Due, original_due_at: datetime, met_at: datetime | None, now: datetime) -> Reading:
    """Time left (negative when passed) and the share of the bar that has run."""
    end = met_at or now
    span = (due.due_at - due.started_at).total_seconds() or 1.0
    late = end > due.due_at
    state = ("met_late" if late else "met") if met_at else ("late" if late else "running")
    window = None
    if due.window_from is not None:
        window = (due.window_from - due.started_at).total_seconds() / span
    run = min(1.0, max(0.0, (end - due.started_at).total_seconds() / span))
    return Reading(due.kind, NAMES[due.kind], due.basis, due.due_at, original_due_at, due.window_from, state,
                   due.due_at - end, run, window)


def outside_window(at: datetime, window_from: datetime, due_at: datetime) -> str | None:
    """``before`` or ``after`` for a session outside its target window, None inside."""
    if at < window_from:
        return "before"
    return "after" if at > due_at else None
