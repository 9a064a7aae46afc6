"""Numbers in a file that look like references of ours: which of them cannot be another tool's incident."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kernel.ref import SHAPES, RecordKind, is_ref

WRITTEN_HERE = frozenset({"form", "paste"})
_KINDS = {f"{start}-": kind for kind, (start, _dated) in SHAPES.items()}
# Nine digits at most: the counter is a column of 32 bits.
_OWN = re.compile(rf"{SHAPES[RecordKind.INCIDENT][0]}-([0-9]{{4,9}})")


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """``last`` is the last number that an incident written down here got (INC-0007 is 7)."""

    last: int = 0

    def refusal(self, number: str, source: str | None) -> str | None:
        """The sentence when a row with this number cannot be taken, else None.

        The answer depends on the form of the number and on the counter, so it says nothing about a record that the
        reader may not see. ``source``: of the incident that has the number now; one that a tool brought may be updated.

        >>> OwnNumbers(7).refusal("PIR-2026-0001", None)
        'PIR-2026-0001 has the form of a review of Debrief, not of an incident'
        >>> OwnNumbers(7).refusal("INC-0005", "form")
        'INC-0005 is a number that Debrief gave out itself; it cannot be told from the incident of the file'
        >>> OwnNumbers(7).refusal("INC-0008", None), OwnNumbers(7).refusal("INC0000005", "form")
        (None, None)
        """
        kind = _KINDS.get(number[:4]) if is_ref(number) else None
        if kind is None:
            return None
        if kind is not RecordKind.INCIDENT:
            return f"{number} has the form of a{'n' if kind is RecordKind.ACTION else ''} {kind.value} of Debrief, not of an incident"
        if 0 < own_digits(number) <= self.last and (source is None or source in WRITTEN_HERE):
            return f"{number} is a number that Debrief gave out itself; it cannot be told from the incident of the file"
        return None


def own_digits(number: str) -> int:
    """The number of an incident reference in our own form (INC-0008 is 8), 0 for any other.

    >>> own_digits("INC-0008"), own_digits("INC0000008"), own_digits("INC-2026-0008")
    (8, 0, 0)
    """
    found = _OWN.fullmatch(number)
    return int(found[1]) if found else 0
