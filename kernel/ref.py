"""References that people say aloud: PIR-2026-0014, PRB-0042, ACT-0107."""

from __future__ import annotations

import re
from enum import StrEnum


class RecordKind(StrEnum):
    """What kinds of record there are (decision 21)."""

    INCIDENT = "incident"
    REVIEW = "review"
    PROBLEM = "problem"
    ACTION = "action"
    FACTOR = "factor"
    CAUSE = "cause"


#: prefix and whether the year is part of the reference
SHAPES: dict[RecordKind, tuple[str, bool]] = {
    RecordKind.INCIDENT: ("INC", False),
    RecordKind.REVIEW: ("PIR", True),
    RecordKind.PROBLEM: ("PRB", False),
    RecordKind.ACTION: ("ACT", False),
    RecordKind.FACTOR: ("FAC", False),
    RecordKind.CAUSE: ("CAU", False),
}

_PATTERN = re.compile(r"^(?P<prefix>[A-Z]{3})-(?:(?P<year>\d{4})-)?(?P<number>\d{4,})$")


def render(kind: RecordKind, year: int, number: int) -> str:
    """
    >>> render(RecordKind.REVIEW, 2026, 14), render(RecordKind.ACTION, 2026, 107)
    ('PIR-2026-0014', 'ACT-0107')
    """
    prefix, dated = SHAPES[kind]
    return f"{prefix}-{year}-{number:04d}" if dated else f"{prefix}-{number:04d}"


def is_ref(text: str) -> bool:
    """True when ``text`` has the shape of one of our references."""
    return bool(_PATTERN.match(text))
