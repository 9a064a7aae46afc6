"""What a text says of the zone of its times."""

from __future__ import annotations

import pytest

from pir.rules.zone_statement import zone_statement


@pytest.mark.parametrize(
    ("text", "word", "zone"),
    [
        ("All times in PST", "PST", "America/Los_Angeles"), ("*(All times US/Pacific, 24-hour clock.)*", "US/Pacific", "America/Los_Angeles"),
        ("2015-10-21 (*all times UTC*)", "UTC", "UTC"), ("| Date and Time in CET | Event |", "CET", "Europe/Berlin"), ("## Timeline (UTC)", "UTC", "UTC"),
        ("| When | Time (EST) |", "EST", "America/New_York"), ("Alle Zeiten in MESZ.", "MESZ", "Europe/Berlin"), ("Time zone: Europe/Copenhagen", "Europe/Copenhagen", "Europe/Copenhagen"),
        ("All times are in Eastern Time.", "Eastern Time", "America/New_York"), ("All timestamps UTC+2", "UTC+2", "Etc/GMT-2"), ("Times are given in BST", "BST", "Europe/London"),
        ("x\n\nall times below are in JST", "JST", "Asia/Tokyo"),
    ],
)  # fmt: skip
def test_a_statement_and_the_zone_to_propose(text: str, word: str, zone: str) -> None:
    found = zone_statement(text)
    assert found is not None
    assert (found.word, found.zone, found.line) == (word, zone, text.count("\n") + 1)


@pytest.mark.parametrize("text", ["", "All times are hard", "14:03 UTC alert", "the time it took: ET phone home", "Times Square", "All the best, CT"])
def test_other_texts_state_nothing(text: str) -> None:
    assert zone_statement(text) is None
