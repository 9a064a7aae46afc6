"""One audit entry in words."""

from __future__ import annotations

from pir.rules.history_words import changes


def test_instants_are_local_and_ids_silent():
    fact = {"before": {"session_planned_at": None, "id": 3}, "after": {"session_planned_at": "2026-07-01T12:00:00Z", "id": 3}}
    assert changes(fact, {}, "Europe/London") == ["Session planned at: empty → 1 Jul 13:00"]


def test_added_entries_are_lines_and_not_all_of_them():
    entries = [{"id": n, "at": f"2026-11-20T14:{n:02}:00Z", "text": f"line {n}"} for n in range(9)]
    told = changes({"before": None, "after": {"entries": entries}}, {}, "UTC")
    assert told[0] == "20 Nov 14:00 line 0" and told[-1] == "and 3 more" and len(told) == 7


def test_milestones_have_their_names_and_people_theirs():
    fact = {"before": {"occurred": None}, "after": {"occurred": "unknown", "people": [1, 2]}}
    assert set(changes(fact, {1: "Anna"}, "UTC")) == {"Impact started: empty → unknown", "People: Anna, person 2"}
