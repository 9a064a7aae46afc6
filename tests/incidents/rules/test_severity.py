"""The history of a severity, from an audit log, imports and persons."""

from __future__ import annotations

from datetime import UTC, datetime

from incidents.rules.severity import Change, assigned, history


def at(hour: int) -> datetime:
    return datetime(2026, 11, 20, hour, tzinfo=UTC)


def test_a_log_tells_its_changes_and_outweighs_imports() -> None:
    logged = [(at(9), 3), (at(10), None), (at(11), 2), (at(12), 2), (None, 4), (at(14), 1)]
    told = [Change(3, 2, at(20), "import"), Change(1, 2, at(13), "person", "Anna")]
    found = history(logged, told)
    assert [(c.was, c.becomes, c.at.hour, c.source) for c in found] == [(3, 2, 11, "log"), (1, 2, 13, "person"), (4, 1, 14, "log")]
    assert assigned(found, 1) == 3


def test_an_import_counts_where_nobody_says_more() -> None:
    seen, said = Change(2, 1, at(20), "import"), Change(2, 1, at(11), "person", "Anna")
    assert history([], [seen]) == (seen,)
    assert history([], [seen, said]) == (said,)
    assert assigned([Change(None, 2, at(9), "import"), seen], 1) == 2
    assert (assigned([], 3), assigned([], None)) == (3, None)
