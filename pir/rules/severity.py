"""The severity of a review: as its incident has it, and as it is judged in hindsight."""

from __future__ import annotations

from collections.abc import Mapping

LEVELS = ("high", "medium", "low")


def by_matrix(matrix: Mapping[str, Mapping[str, int]], impact: str | None, urgency: str | None) -> int | None:
    """The severity that the policy's matrix gives; None while one of the two is not said.

    >>> by_matrix({"high": {"low": 3}}, "high", "low")
    3
    """
    return matrix[impact][urgency] if impact and urgency else None


def triage(assigned: int | None, warranted: int | None) -> str:
    """How the first judgement stands beside the last: 1 is the most severe, so a larger number was too little.

    >>> triage(2, 1), triage(1, 3), triage(2, 2), triage(2, None)
    ('under-triaged', 'over-triaged', 'triaged right', '')
    """
    if assigned is None or warranted is None:
        return ""
    if assigned == warranted:
        return "triaged right"
    return "under-triaged" if assigned > warranted else "over-triaged"


def is_asked(review: int, incident: int | None, kept: int | None) -> bool:
    """True while the incident's severity differs from the review's and nobody has decided for this one to keep it."""
    return incident is not None and incident not in (review, kept)
