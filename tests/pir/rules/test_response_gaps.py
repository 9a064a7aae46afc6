"""Each gap by hand, from a document of a few members."""

from __future__ import annotations

from typing import Any

import pytest

from pir.rules.response_gaps import gaps

EMPTY: dict[str, Any] = {
    "runbook_use": None, "runbook": "", "runbook_right": None, "runbook_note": "", "severity_right": None, "severity_note": "",
    "on_call": [], "hypotheses": [], "suppliers": [], "on_call_minutes": 15,
}  # fmt: skip
ASKED = {"supplier": "Vendor", "owner": 3, "owner_name": "Raj", "requested_on": "2026-11-20", "due_on": "2026-11-24", "received_on": None, "accepted_on": None}


def found(communications: Any = None, as_of: str = "2026-11-25T00:00:00Z", **check: Any) -> list[str]:
    return [gap.text for gap in gaps({"as_of": as_of, "response_check": EMPTY | check, "communications": communications})]


def suspected(statement: str, opened: str | None, closed: str | None, outcome: str = "refuted") -> dict[str, Any]:
    return {"statement": statement, "outcome": outcome, "by_what": "", "opened_at": opened and f"2026-11-20T{opened}:00Z", "closed_at": closed and f"2026-11-20T{closed}:00Z"}


def test_nothing_answered_and_documents_from_before() -> None:
    assert found() == [] and gaps({"as_of": "2026-11-25T00:00:00Z"}) == []


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ({"runbook_use": "none_existed"}, ["No runbook existed for this"]),
        ({"runbook_use": "not_used", "runbook_note": "nobody knew it."}, ["A runbook existed and was not used: nobody knew it"]),
        ({"runbook_use": "used", "runbook_right": "yes"}, []),
        ({"runbook_use": "used", "runbook_right": "partly"}, ["The runbook was only partly right"]),
        ({"runbook_use": "used", "runbook_right": "no", "runbook_note": "old\nhosts"}, ["The runbook was not right: old hosts"]),
        ({"severity_right": "no"}, ["The severity was not right in the first ten minutes"]), ({"severity_right": "yes"}, []),
    ],
)  # fmt: skip
def test_single_answers(check: dict[str, Any], expected: list[str]) -> None:
    assert found(**check) == expected


def test_on_call_at_the_limit_is_in_time_and_a_minute_later_is_not() -> None:
    rows = [{"who": f"team {n}", "paged_at": "2026-11-20T14:14:00Z", "reached_at": reached} for n, reached in enumerate(["2026-11-20T14:29:59Z", "2026-11-20T14:30:00Z", None])]
    assert found(on_call=rows) == ["team 1 was reached after 16 min; the policy asks for 15", "team 2 was paged and not reached"]


def test_hypotheses_one_after_another_and_one_left_open() -> None:
    one_by_one = [suspected("a", "14:10", "14:20"), suspected("b", "14:20", "14:40", "confirmed")]
    assert found(hypotheses=one_by_one) == ["2 hypotheses were followed one after another, never two at once"]
    assert found(hypotheses=[suspected("a", "14:10", "14:21"), suspected("b", "14:20", "14:40")]) == []
    assert found(hypotheses=[suspected("a", "14:10", None, "open")]) == ["Never settled: a"]
    assert found(hypotheses=[suspected("a", None, None)]) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ["The analysis of Vendor is overdue since 24 Nov 2026"]), ({"due_on": "2026-11-25"}, []), ({"due_on": None}, []),
        ({"requested_on": None}, ["No analysis was requested of Vendor yet"]),
        ({"received_on": "2026-11-24"}, ["The analysis of Vendor was received and not accepted"]),
        ({"received_on": "2026-11-24", "accepted_on": "2026-11-25"}, []),
        ({"due_on": None, "owner": None}, ["Nobody of us follows the analysis of Vendor"]),
    ],
)
def test_suppliers(changed: dict[str, Any], expected: list[str]) -> None:
    assert found(suppliers=[ASKED | changed]) == expected


def test_updates_by_audience() -> None:
    def row(audience: str, **more: Any) -> dict[str, Any]:
        return {"audience": audience, "count": 2, "first_late": False, "first_minutes": 5, "silences": [], "all_clear_missing": False, **more}

    told = {"target": {"first_minutes": 30, "every_minutes": 60}, "audiences": [row("all"), row("customers", silences=[{"minutes": 62, "long": True}]), row("executives", all_clear_missing=True)]}
    assert found(told) == ["Customers heard nothing for 62 min; the policy asks for an update every 60 min", "No all-clear to executives is recorded"]
    nobody = {"target": told["target"], "audiences": [row("all", count=0, first_late=True, first_minutes=None, all_clear_missing=True)]}
    assert found(nobody) == ["First update to stakeholders: never; the policy asks for 30 min"]
    assert found({**nobody, "target": None}) == []


def test_every_gap_proposes_an_action_that_fits_its_title() -> None:
    every = gaps({"as_of": "2026-11-25T00:00:00Z", "response_check": EMPTY | {
        "runbook_use": "not_used", "runbook_right": "no", "severity_right": "no", "suppliers": [ASKED | {"owner": None}],
        "on_call": [{"who": "x", "paged_at": "2026-11-20T14:14:00Z", "reached_at": None}], "hypotheses": [suspected("a", None, None, "open")]}})
    assert len(every) == 7
    assert all(gap.action and gap.action[0].isupper() and len(gap.action) <= 140 for gap in every)
