"""The real export of ../shared/data against the numbers that pandas made of the same file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from incidents.intake.facts import IncidentFacts
from incidents.profiles.servicenow import read_servicenow

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
EXPORT = DATA / "uci_incidents_latest_state_dev10.zip"

pytestmark = pytest.mark.skipif(not EXPORT.exists(), reason=f"REAL DATA ABSENT: {EXPORT} is not there, so no real export was read")


@pytest.fixture(scope="module")
def shared() -> list[IncidentFacts]:
    intake = read_servicenow(EXPORT)
    rows = list(intake.rows)
    assert (intake.rejects, intake.warnings) == ([], [])
    return rows


@pytest.fixture(scope="module")
def oracle() -> Mapping[str, Any]:
    return json.loads((DATA / "oracle_dev.json").read_text())  # type: ignore[no-any-return]


def hours(facts: IncidentFacts, end: str) -> float:
    return (facts.times[end].at - facts.opened_at).total_seconds() / 3600


def test_counts(shared: list[IncidentFacts], oracle: Mapping[str, Any]) -> None:
    expected = {int(name[0]): figures["count"] for name, figures in oracle["by_priority"].items()}
    assert Counter(facts.severity for facts in shared) == expected
    assert len({facts.number for facts in shared}) == len(shared) == 2493
    assert sum("resolved" not in facts.times for facts in shared) == oracle["traps"]["resolved_at_blank_incidents"] == 151
    assert sum((facts.reopen_count or 0) > 0 for facts in shared) == oracle["all"]["reopened"]
    assert sum(facts.made_sla is True for facts in shared) == oracle["all"]["sla_made"]
    assert sum(facts.problem_ref is not None for facts in shared) == oracle["repeat"]["problem_id_link"]["incidents_linked"]
    assert sum(facts.change_ref is not None for facts in shared) == oracle["repeat"]["caused_by_change"]["rfc_linked"]


@pytest.mark.parametrize(("figure", "end"), [("MTTR_opened_to_resolved_at", "resolved"), ("opened_to_closed_at", "closed")])
def test_hours(shared: list[IncidentFacts], oracle: Mapping[str, Any], figure: str, end: str) -> None:
    for name, expected in oracle["by_priority"].items():
        spans = [hours(facts, end) for facts in shared if facts.severity == int(name[0]) and end in facts.times]
        assert len(spans) == expected[figure]["n"]
        assert sum(spans) / len(spans) == pytest.approx(expected[figure]["mean_h"], abs=0.01)


def test_months_so_that_day_and_month_were_never_swapped(shared: list[IncidentFacts], oracle: Mapping[str, Any]) -> None:
    opened = Counter(f"{facts.opened_at:%Y-%m}" for facts in shared)
    assert opened == {month: figures["opened"] for month, figures in oracle["monthly"].items()}
    for end in ("resolved", "closed"):
        assert Counter(f"{facts.times[end].at:%Y-%m}" for facts in shared if end in facts.times) == oracle[f"{end}_at_monthly"]


def test_a_second_reading_says_the_same(shared: list[IncidentFacts]) -> None:
    assert [facts.digest for facts in read_servicenow(EXPORT.read_bytes()).rows] == [facts.digest for facts in shared]
    assert len({facts.digest for facts in shared}) == len(shared)


def test_the_audit_log_ends_where_the_list_stands(shared: list[IncidentFacts], oracle: Mapping[str, Any]) -> None:
    intake = read_servicenow(DATA / "uci_incident_event_log_dev10.zip")
    log = {facts.number: facts for facts in intake.rows}
    assert (intake.rejects, intake.warnings) == ([], [])
    assert intake.understood is not None
    assert (intake.understood.kind, intake.understood.rows) == ("audit log", oracle["traps"]["rows"])
    assert {number: facts.digest for number, facts in log.items()} == {facts.number: facts.digest for facts in shared}
    assert sum(len(facts.changes) for facts in log.values()) == oracle["traps"]["rows"]
