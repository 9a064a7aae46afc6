"""Titles that say the same, judged by hand."""

from __future__ import annotations

import pytest

from actions.rules.overlap import Other, alike, stems


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Add an alert on replica lag", "Adding alerts for the lag of replicas"),
        ("Limit statement logging to one hour", "Limit the logging of statements to one hour"),
        ("Rotate certificates every 60 days", "Rotate the certificate every 60 days"),
    ],
)
def test_alike(one: str, two: str) -> None:
    assert alike(one, [Other("ACT-0002", two)]) == (Other("ACT-0002", two),)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Add an alert on replica lag", "Add an alert on disk space"),  # add, alert of add alert replica lag disk space: 2 of 6
        ("Limit statement logging", "Move replication to a disk of its own"),
        ("The and of", "The and of"),
    ],
)
def test_not_alike(one: str, two: str) -> None:
    assert alike(one, [Other("ACT-0002", two)]) == ()


def test_the_most_alike_come_first_and_no_more_than_are_asked_for() -> None:
    others = [Other(f"ACT-000{n}", text) for n, text in enumerate(("Add alert lag page", "Add alert lag", "Add alerts lags"))]
    assert [o.ref for o in alike("Add alert lag", others, most=2)] == ["ACT-0001", "ACT-0002"]


def test_stems() -> None:
    assert stems("Testing the tests: policies") == {"test", "policy"}
