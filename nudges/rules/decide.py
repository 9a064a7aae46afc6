"""Whether one person is asked now: from what stands and what was told, never from what day it happens to be.

A rung is *current* when it has opened and no newer one has. The current rung is told when the ledger has nothing as new for
this version of the anchor: however long nobody looked, one message says the newest, and none says it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kernel.calendar import WorkingCalendar
from nudges.rules.hours import first_open, is_open, next_open
from nudges.rules.rung import Audience
from nudges.rules.steps import Step


class Held(StrEnum):
    """Why what is current is not sent now. Nothing that is held is spent: it is decided anew at the next sweep."""

    PAUSED = "paused"  # the person asked for some days, or said that all is on track
    QUIET = "quiet"  # a free day, or not the hour
    OWNER_FIRST = "owner_first"  # the manager's copy waits until the owner has been warned
    DAILY = "daily"  # today's mail has gone


@dataclass(frozen=True, slots=True)
class Told:
    """What the ledger has for one item, ladder and version. ``newest`` is this person's highest number.

    ``warned_on`` is the day on which whoever has to act was told that it is late.
    """

    newest: int | None = None
    warned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """``ask`` now; or what is current and ``held`` until an instant; or only what comes ``next``."""

    current: Step | None = None
    held: Held | None = None
    until: datetime | None = None
    next: Step | None = None

    @property
    def ask(self) -> Step | None:
        return self.current if self.held is None else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands: the hours in which they are written to, their local day, and until when they have peace."""

    hours: WorkingCalendar
    today: date
    paused_until: date | None = None


def decide(found: Sequence[Step], to: Audience, told: Told, place: Place, now: datetime) -> Verdict:
    """The verdict on one ladder for one person; ``found`` are all its steps, oldest first."""
    mine = [step for step in found if step.to is to and (told.newest is None or step.number > told.newest)]
    opened = [step for step in mine if step.at <= now]
    coming = next((step for step in mine if step.at > now), None)
    if not opened:
        return Verdict(next=coming)
    held, until = _held(to, told, place, now)
    return Verdict(opened[-1], held, until, coming)


def _held(to: Audience, told: Told, place: Place, now: datetime) -> tuple[Held | None, datetime | None]:
    if place.paused_until is not None and place.today < place.paused_until:
        return Held.PAUSED, first_open(place.hours, place.paused_until)
    if to is Audience.COPY and (told.warned_on is None or told.warned_on >= place.today):
        return Held.OWNER_FIRST, None
    if not is_open(place.hours, now):
        return Held.QUIET, next_open(place.hours, now)
    return None, None

