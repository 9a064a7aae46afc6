"""The rows of severity and of the clocks, in the table of facts."""

from __future__ import annotations

from exports.reports.pir import incident
from exports.reports.pir.facts import Facts
from tests.exports.documents import rich


def rows(**changed):
    return dict(incident._facts(Facts({**rich(), **changed})))


def test_severity_assigned_changed_and_warranted():
    told = {"assigned": 2, "changes": [{"was": 2, "becomes": 1, "at": "2026-11-20T14:31:00Z", "source": "person", "by": "Anna"}],
            "warranted": 1, "impact": "high", "urgency": "high", "reason": "Every customer was touched", "triage": "under-triaged"}  # fmt: skip
    assert rows(severity=told)["Severity"] == "Assigned P2, changed to P1 at 14:31, warranted P1 (under-triaged): Every customer was touched"
    assert rows(severity={**told, "warranted": None})["Severity"] == "Assigned P2, changed to P1 at 14:31; not judged in hindsight"
    assert rows()["Severity"] == ""


def test_what_moved_the_clocks():
    none = {"basis": "", "start": None, "kind": None, "due_at": None, "reason": "", "by": "Anna", "asked_by": None}
    events = [
        {**none, "what": "started", "at": "2026-11-20T16:00:00Z", "start": "2026-11-20T15:21:00Z", "basis": "restored"},
        {**none, "what": "paused", "at": "2026-11-21T09:00:00Z", "reason": "Supplier"}, {**none, "what": "resumed", "at": "2026-11-21T12:00:00Z"},
        {**none, "what": "extended", "at": "2026-11-21T13:00:00Z", "kind": "approval", "due_at": "2026-11-30T12:00:00Z", "reason": "Their report"},
    ]  # fmt: skip
    told = rows(clock_events=events)["Changes to the clocks"]
    assert [part.split(" ")[0] for part in told.split("; ")] == ["Paused", "Run", "Approval"]
    assert told.endswith(": Their report")
    assert "Anna" not in told
