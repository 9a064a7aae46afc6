"""What became of one attempt to send, and what a channel is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Verdict(StrEnum):
    SENT = "sent"
    LATER = "later"  # refused for now, and surely not taken
    REFUSED = "refused"  # refused for good
    BOUNCED = "bounced"  # refused for good because of the address
    IN_DOUBT = "in doubt"  # the text was out and no answer came: taken or not, nobody knows
    UNAVAILABLE = "unavailable"  # nothing can be sent on this channel now; no fault of the message


@dataclass(frozen=True, slots=True)
class Outcome:
    verdict: Verdict
    error: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed message as a channel needs it: rendered, addressed, with its one Message-ID."""

    id: int
    fence: int
    attempt: int
    channel: str
    address: str
    message_id: str
    subject: str
    text: str
    html: str | None


class Channel(Protocol):
    """A way out. ``send`` answers with an outcome and raises nothing that it foresees."""

    def send(self, message: Outgoing) -> Outcome: ...

    def close(self) -> None:
        """Let go of connections; the next ``send`` makes new ones."""

    def abort(self) -> None:
        """From another thread: make a ``send`` that hangs come back."""
