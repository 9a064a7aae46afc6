"""What incidents announce to the domains above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kernel.event import Event


@dataclass(frozen=True, slots=True)
class TimesChanged(Event):
    """A time of the incident was given or corrected; clocks that count from it have to be set again."""

    incident_id: int


@dataclass(frozen=True, slots=True)
class IncidentReopened(Event):
    """What had been resolved is open again since ``at``, as the tool says; clocks that count from its end stand still."""

    incident_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SeverityChanged(Event):
    """An import or a person gave the incident another severity; ``was`` is None where it had none."""

    incident_id: int
    was: int | None
    becomes: int


@dataclass(frozen=True, slots=True)
class IncidentsImported(Event):
    """An import has stored these incidents; the rule which of them need a review can now be asked."""

    incident_ids: tuple[int, ...]
