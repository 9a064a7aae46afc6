"""What the domains above tell of what is due, and the few words of theirs that a reminder needs.

A domain lends a ``Source`` (``wiring.NUDGE_SOURCES``). It looks only at what stands in its own rows: what is due follows the
item, and ends with it. What was told, to whom, and when the next is told is not its business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from kernel.ref import RecordKind
from nudges.rules.rung import Ladder
from nudges.rules.steps import Anchor


@dataclass(frozen=True, slots=True)
class Due:
    """Something on one ladder. ``asked`` are those who have to act, first choice first; who cannot be reached is passed over.

    ``version`` changes when the anchor does. ``set_at`` is when the anchor was set, None when nobody knows. ``never`` are
    not asked in anybody's place (nobody checks their own work). ``note`` says why whoever is asked instead is asked.
    ``owner`` is whose it is, None where nobody's; ``answers``: the owner may answer from the mail. ``verb``: only somebody is
    asked who may do that to the item (``kernel.permission``).
    """

    item_id: int
    ladder: str
    anchor: Anchor
    version: int
    asked: tuple[int, ...]
    set_at: datetime | None = None
    owner: int | None = None
    never: tuple[int, ...] = ()
    note: str = ""
    answers: bool = False
    verb: str = ""


class Source(Protocol):
    """One domain's answer to "what is due?"."""

    def due(
        self, session: Session, ladders: Mapping[str, Ladder], now: datetime, only: Collection[int] | None = None
    ) -> Iterable[Due]:
        """What may have an untold rung at ``now``, found by an index: its cost grows with what is due, not with what there is.

        With ``only``, everything that stands on a ladder among these records, told or not, due or still to come.
        """


#: In the order in which domains are asked. Lent by ``wiring``.
SOURCES: list[Source] = []
#: kind of record → its address, with ``{ref}``. Lent by ``wiring``.
ADDRESSES: dict[RecordKind, str] = {}


def version_of(anchor: Anchor) -> int:
    """A version for an anchor that has no number of its own: seconds since 1970, or the day's number."""
    return int(anchor.timestamp()) if isinstance(anchor, datetime) else anchor.toordinal()
