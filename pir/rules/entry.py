"""An entry of the timeline as both doors give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry as both doors give it. Instants aware; ``typed`` is what the person wrote for the time."""

    at: datetime
    text: str
    zone: str
    until: datetime | None = None
    precision: str = "exact"
    typed: str = ""
    actor: str = ""
    kind: str = "event"
    phase: str | None = None
    is_key: bool = False
    update_kind: str | None = None  # of a communication: initial, status, all_clear
    audience: str | None = None
    channel: str = ""
    evidence: Sequence[str] = field(default_factory=tuple)  # links or short descriptions
