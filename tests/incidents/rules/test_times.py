"""From where the clocks of a review count (decision 2)."""

from __future__ import annotations

from datetime import UTC, datetime

from incidents.rules.times import clock_start

NOON, ONE = datetime(2026, 11, 20, 12, tzinfo=UTC), datetime(2026, 11, 20, 13, tzinfo=UTC)


def test_restored_counts_before_resolved_and_nothing_else_does() -> None:
    assert clock_start({"resolved": ONE, "restored": NOON}) == ("restored", NOON)
    assert clock_start({"resolved": ONE, "detected": NOON}) == ("resolved", ONE)
    assert clock_start({"detected": NOON, "mitigated": NOON, "closed": ONE}) is None
