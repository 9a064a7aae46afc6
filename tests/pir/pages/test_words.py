"""What the document says, in the words of the page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pir.pages import words


def document(zone="Europe/London", **times):
    row = {m: {"at": times.get(m)} for m in ("occurred", "detected", "acknowledged", "mitigated", "restored", "resolved", "closed")}
    return {"zone": zone, "incidents": [{"lead": True, "ref": "INC1", "times": row}], "clocks": [], "timeline": {"entries": [], "gaps": []},
            "review": {"state": "draft", "session_planned_at": None, "session_held_at": None}, "people": []}


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ({}, ""),
        ({"occurred": "2026-11-20T14:03:00Z"}, "Fri 20 Nov 2026, 14:03 GMT"),
        ({"occurred": "2026-11-20T14:03:00Z", "restored": "2026-11-20T15:21:00Z"}, "Fri 20 Nov 2026, 14:03 to 15:21 GMT"),
        ({"detected": "2026-11-20T23:50:00Z", "restored": "2026-11-21T01:10:00Z"}, "Fri 20 Nov 2026, 23:50 to Sat 21 Nov 2026, 01:10 GMT"),
        ({"occurred": "2026-07-01T23:30:00Z"}, "Thu 2 Jul 2026, 00:30 BST"),
        ({"restored": "2026-11-20T15:21:00Z"}, "restored Fri 20 Nov 2026, 15:21 GMT"),
    ],
)
def test_when(times, said):
    assert plain(words.when(document(**times))) == said


def test_a_gap_stands_after_the_entry_at_which_it_begins():
    timeline = {"entries": [{"at": "2026-11-20T14:21:00Z", "n": 1}, {"at": "2026-11-20T14:53:00Z", "n": 2}],
                "gaps": [{"from": "2026-11-20T14:21:00Z", "until": "2026-11-20T14:53:00Z"}]}
    assert [kind for kind, _ in words.rows(timeline)] == ["entry", "gap", "entry"]


def test_a_long_timeline_is_cut_to_what_turns():
    entries = [{"at": f"2026-11-20T14:{n:02}:00Z", "milestone": None, "is_key": n == 7, "turn": n in {0, 30}} for n in range(50)]
    shown = words.rows({"entries": entries, "gaps": []}, all_entries=False)
    assert [row["at"][14:16] for _, row in shown] == ["00", "07", "30"]
    assert len(words.rows({"entries": entries, "gaps": []})) == 50


def test_clocks_without_a_start_say_what_they_wait_for():
    found = words.clocks(document(), datetime(2026, 11, 23, tzinfo=UTC))
    assert [c["name"] for c in found] == ["Session held", "Review approved", "Pre-read sent"]
    assert {c["due"] for c in found} == {"Starts when the time Restored is known"}


def test_an_open_clock_of_an_approved_review_no_longer_runs():
    told = document()
    told["clocks"] = [{"kind": "session", "basis": "restored", "started_at": "2026-11-20T15:21:00Z", "window_from": "2026-11-22T15:21:00Z",
                       "due_at": "2026-11-23T15:21:00Z", "original_due_at": "2026-11-23T15:21:00Z", "met_at": None, "stopped_at": None, "counts": "72 h"}]
    told["review"]["state"] = "approved"
    assert words.clocks(told, datetime(2026, 11, 24, tzinfo=UTC))[0]["paused"] == "Not recorded"
