"""What a ladder is made of: rungs that open some time before or after an anchor, each asking somebody for something.

The anchor is a due date, or the instant at which something began to wait. What the ledger keeps of a rung is its ``offset``,
which grows along the ladder: the newest rung is the one of the highest number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Whom a rung speaks to. Who that is for one item, ``nudges.queries.people`` finds out; it is never nobody."""

    ASKED = "asked"  # who has to act: the owner, whoever checks, the facilitator
    COPY = "copy"  # the manager of who has to act
    STEWARD = "steward"  # who runs the review that the item comes from
    DECIDER = "decider"  # the problem manager: a decision is due, not one more reminder


class Counted(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Rung:
    """Opens ``offset`` hours, days or working days after the anchor (before it when negative).

    ``says`` names its words (``nudges.rules.words``). ``when_over``: only where the anchor was set more than so many days ahead.
    """

    offset: int
    counted: Counted
    to: Audience
    says: str
    when_over: int = 0

@dataclass(frozen=True, slots=True)
class Weekly:
    """From the first Monday after rung ``after`` has opened, every Monday until rung ``until``."""

    after: int
    until: int
    to: tuple[Audience, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """``urgent``: sent by itself at once, outside the daily mail and on any day, though not in quiet hours."""

    name: str
    rungs: tuple[Rung, ...]
    weekly: Weekly | None = None
    urgent: bool = False

    @property
    def last(self) -> int:
        """The number of the rung after which the ladder ends."""
        return max(r.offset for r in self.rungs)

