"""The three clocks of a review (decisions 1 and 2): session held, pre-read sent, review approved.

What happened to the clocks is a list of events; when each is due is a pure function of the list, the terms of the policy and a
calendar. Nothing here shortens a clock: a pause and an extension only add.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kernel.calendar import ALWAYS, WorkingCalendar

NAMES = {"session": "Session held", "approval": "Review approved", "pre_read": "Pre-read sent"}
ROUND_THE_CLOCK = WorkingCalendar("UTC", ALWAYS)


class Happened(StrEnum):
    """What can happen to the clocks of a review."""

    STARTED = "started"  # the start became known, or was corrected
    REOPENED = "reopened"  # the incident is open again: the clocks stand still until it is restored anew
    RESTARTED = "restarted"  # restored anew: all begins again, and the old start stays on record
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"


STARTS = (Happened.STARTED, Happened.RESTARTED)
STOPS = (Happened.PAUSED, Happened.REOPENED)


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One event at an instant. ``basis`` and ``start`` belong to a start; ``kind`` and ``due_at`` to an extension."""

    what: Happened
    at: datetime
    basis: str = ""
    start: datetime | None = None
    kind: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock started, from which time it counts, and when it falls due. All instants aware, UTC.

    ``stopped_at`` is the instant since which it stands still, None while it runs.
    """

    kind: str
    basis: str
    started_at: datetime
    window_from: datetime | None
    due_at: datetime
    stopped_at: datetime | None = None


def dues(
    basis: str, start: datetime, terms: Mapping[str, Any], calendar: WorkingCalendar, session_at: datetime | None = None
) -> tuple[Due, ...]:
    """The clocks under the policy's ``clocks`` terms when nothing happens to them."""
    return standing((ClockEvent(Happened.STARTED, start, basis, start),), terms, calendar, session_at)


def standing(
    events: Sequence[ClockEvent], terms: Mapping[str, Any], calendar: WorkingCalendar, session_at: datetime | None = None
) -> tuple[Due, ...]:
    """The clocks after ``events``, in the order in which they happened; none while no start is known.

    The session counts hours round the clock or in working hours, as the terms say; the approval counts working days. The
    pre-read counts back, round the clock, from the planned session, or from the end of the window while none is planned.
    """
    events = since_start(events)
    begun = next((e for e in reversed(events) if e.what in STARTS), None)
    if begun is None or begun.start is None:
        return ()
    start, hours = begun.start, calendar if terms["calendar"] == "working" else ROUND_THE_CLOCK
    window = _run(events, start, None, hours.add_working_hours(start, terms["session"]["window_from_hours"]), hours)
    session = _run(events, start, "session", hours.add_working_hours(start, terms["session"]["due_hours"]), hours)
    approval = _run(events, start, "approval", calendar.add_working_days(start, terms["approval"]["working_days"]), calendar)
    pre_read = (session_at or session.due_at) - timedelta(hours=terms["pre_read"]["hours_before_session"])
    stands = None if session_at else session.stopped_at
    return (
        Due("session", begun.basis, start, window.due_at, session.due_at, session.stopped_at),
        Due("pre_read", begun.basis, start, None, pre_read, stands),
        Due("approval", begun.basis, start, None, approval.due_at, approval.stopped_at),
    )


def counted_in(kind: str, terms: Mapping[str, Any]) -> str:
    """How long a clock has, in words: "72 h", "72 working hours", "5 working days"."""
    if kind == "approval":
        days = terms["approval"]["working_days"]
        return f"{days} working day{'' if days == 1 else 's'}"
    hours = terms["session"]["due_hours"] if kind == "session" else terms["pre_read"]["hours_before_session"]
    return f"{hours} working hours" if kind == "session" and terms["calendar"] == "working" else f"{hours}\N{NO-BREAK SPACE}h"


def since_start(events: Sequence[ClockEvent]) -> Sequence[ClockEvent]:
    """The events that count: those from the last restart on. What was paused or extended before it belongs to the old start."""
    last = max((n for n, e in enumerate(events) if e.what is Happened.RESTARTED), default=0)
    return events[last:]


def is_stopped(events: Sequence[ClockEvent]) -> Happened | None:
    """``PAUSED`` or ``REOPENED`` while the clocks stand still; a reopening outweighs a pause, and resuming ends both."""
    now: Happened | None = None
    for event in since_start(events):
        if event.what in STOPS and now is not Happened.REOPENED:
            now = event.what
        elif event.what is Happened.RESUMED:
            now = None
    return now


@dataclass(frozen=True, slots=True)
class _Run:
    due_at: datetime
    stopped_at: datetime | None


def _run(
    events: Sequence[ClockEvent], start: datetime, kind: str | None, due: datetime, calendar: WorkingCalendar
) -> _Run:
    """A due date carried through pauses and extensions. A pause that begins when the clock is past due changes nothing."""
    stopped: datetime | None = None
    for event in events:
        if event.what in STOPS and stopped is None:
            since = max(event.at, start)
            stopped = since if since < due else None
        elif event.what is Happened.RESUMED and stopped is not None:
            due = calendar.add_worked(due, calendar.worked_between(stopped, event.at))
            stopped = None
        elif event.what is Happened.EXTENDED and event.kind == kind and event.due_at is not None:
            due = max(due, event.due_at)
    return _Run(due, stopped)


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock as a person reads it now."""

    kind: str
    name: str
    basis: str
    due_at: datetime
    original_due_at: datetime
    window_from: datetime | None
    state: str  # running | stopped | met | late | met_late
    left: timedelta
    run: float  # share of the time that has passed, 0 to 1
    window_share: float | None  # where in the bar the target window begins, 0 to 1


def read(due: Due, original_due_at: datetime, met_at: datetime | None, now: datetime) -> Reading:
    """Time left (negative when passed) and the share of the bar that has run; a clock that stands still is read as it stopped."""
    end = met_at or due.stopped_at or now
    span = (due.due_at - due.started_at).total_seconds() or 1.0
    late = end > due.due_at
    if met_at:
        state = "met_late" if late else "met"
    else:
        state = "stopped" if due.stopped_at else ("late" if late else "running")
    window = None
    if due.window_from is not None:
        window = (due.window_from - due.started_at).total_seconds() / span
    run = min(1.0, max(0.0, (end - due.started_at).total_seconds() / span))
    return Reading(due.kind, NAMES[due.kind], due.basis, due.due_at, original_due_at, due.window_from, state,
                   due.due_at - end, run, window)


def is_history(start: datetime, opened_at: datetime, history_days: int) -> bool:
    """An incident that was over so long before its review was opened starts no clock and nudges nobody (decision 3)."""
    return start < opened_at - timedelta(days=history_days)


def outside_window(at: datetime, window_from: datetime, due_at: datetime) -> str | None:
    """``before`` or ``after`` for a session outside its target window, None inside."""
    if at < window_from:
        return "before"
    return "after" if at > due_at else None
