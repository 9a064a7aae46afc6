"""Why a reminder is held back, in words."""

from __future__ import annotations

from collections.abc import Mapping

from nudges.rules.decide import Held

HELD: Mapping[Held, str] = {
    Held.PAUSED: "put off, or said to be on track",
    Held.QUIET: "a free day, or outside the hours for mail",
    Held.OWNER_FIRST: "after the owner has been warned",
    Held.DAILY: "today’s mail has gone",
}
#: State of a message -> what became of the reminder.
STATES: Mapping[str, str] = {
    "waiting": "waits to be sent", "claimed": "is being sent", "sent": "sent", "in_doubt": "sent, perhaps twice",
    "failed": "could not be delivered", "dropped": "not sent: no longer wanted",
}  # fmt: skip
