"""Numbers that a file gives more than once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from incidents.intake.row_times import Unfit
from kernel.intake.refusal import Remarks


class Repeats:
    """Remembers each number with its row and a hash of its cells: 100,000 rows take some 20 MB."""

    def __init__(self, remarks: Remarks) -> None:
        self._seen: dict[str, tuple[int, bytes]] = {}
        self._remarks = remarks

    def is_new(self, number: str, row: int, cells: Mapping[str, str], column: str) -> bool:
        """True the first time; False, with a remark, for the same row again; `Unfit` for the same number with other values."""
        mark = hashlib.blake2b("\x1f".join(cells.values()).encode(), digest_size=16).digest()
        first = self._seen.setdefault(number.casefold(), (row, mark))
        if first == (row, mark):
            return True
        if first[1] == mark:
            self._remarks.count("Rows that repeat an earlier one word for word, taken once", row, column)
            return False
        raise Unfit(
            column,
            f"Duplicate number {number}: row {first[0]} has it with other values. "
            "An audit log cannot be imported; export the list view, which has one row for each incident",
        )
