"""Every figure of oracle_dev.json that concerns incidents, computed over what was stored: of the list and of the audit log, on
both databases. Counts are exact, hours to 0.01.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import make
import pytest
import sqlalchemy as sa
from conftest import BACKENDS, SHARED, fresh_database
from servicenow_export import take

from incidents.events import IncidentsImported
from incidents.models import Incident, IncidentChange, IncidentTime
from incidents.profiles.servicenow import read_servicenow
from incidents.queries.life import lives_of
from incidents.rules.life import Known, after_each
from kernel import event
from kernel.record import Record
from pir.service.opening import on_incidents_imported

DATA = SHARED / "data"
FILES = {"list": "uci_incidents_latest_state_dev10.zip", "log": "uci_incident_event_log_dev10.zip"}
PRIORITIES = {1: "1 - Critical", 2: "2 - High", 3: "3 - Moderate", 4: "4 - Low"}

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"REAL DATA NOT TESTED: {DATA} is not there")


@dataclass
class Stored:
    """One incident as the tables hold it."""

    row: Incident
    times: dict[str, datetime]
    life: list[Known] = field(default_factory=list)

    def hours(self, end: datetime | None) -> float | None:
        return (end - self.row.opened_at).total_seconds() / 3600 if end and self.row.opened_at else None

    def first(self, is_it: Callable[[str], bool]) -> datetime | None:
        return next((known.at for known in self.life if is_it(known.values["state"])), None)

    def cell(self, column: str) -> str | None:
        text = (self.row.source_row or {})[column]
        return None if text == "?" else text

    def month(self, name: str = "") -> str | None:
        at = self.times.get(name) if name else self.row.opened_at
        return f"{at:%Y-%m}" if at else None


@dataclass
class Imported:
    kind: str
    all: list[Stored]
    changes: int
    warnings: tuple[str, ...]


@pytest.fixture(scope="module")
def oracle() -> Mapping[str, Any]:
    return json.loads((DATA / "oracle_dev.json").read_text())  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=[(backend, kind) for backend in BACKENDS for kind in FILES], ids="-".join)
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    backend, kind = request.param
    with fresh_database(backend, request, tmp_path_factory.mktemp("oracle")) as database:
        event.subscribe([(IncidentsImported, on_incidents_imported)])
        with database.unit_of_work() as session:
            make.organisation(session, zone="UTC")
            took = take(session, read_servicenow(DATA / FILES[kind]))
            assert (took.created, took.updated, took.unchanged, took.rejected, took.reviews_opened) == (2493, 0, 0, (), 0)
        with database.unit_of_work() as session:
            again = take(session, read_servicenow(DATA / FILES[kind]))
            assert (again.created, again.updated, again.unchanged, again.incident_ids) == (0, 0, 2493, ())
            assert set(session.scalars(sa.select(Record.version))) == {1}
        with database.unit_of_work(write=False) as session:
            rows = session.scalars(sa.select(Incident)).all()
            lives = lives_of(session, [row.id for row in rows])
            times: dict[int, dict[str, datetime]] = {}
            for t in session.scalars(sa.select(IncidentTime)):
                times.setdefault(t.incident_id, {})[t.moment.value] = t.at  # type: ignore[assignment]  # a known one: the import stores no other
            changes = session.scalar(sa.select(sa.func.count()).select_from(IncidentChange)) or 0
            yield Imported(kind, [Stored(row, times[row.id], after_each(lives.get(row.id, []))) for row in rows], changes, took.warnings)


def hours_of(figures: Mapping[str, Any], spans: list[float | None]) -> None:
    """Count, mean, median and p90 (linear between ranks), as the oracle has them."""
    known = sorted(span for span in spans if span is not None)
    assert len(known) == figures["n"]
    assert sum(known) / len(known) == pytest.approx(figures["mean_h"], abs=0.01)
    for share, name in ((0.5, "median_h"), (0.9, "p90_h")):
        assert quantile(known, share) == pytest.approx(figures[name], abs=0.01)


def quantile(ranked: list[float], share: float) -> float:
    place = share * (len(ranked) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (ranked[high] - ranked[low]) * (place - low)


def groups(stored: Imported, oracle: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], list[Stored]]]:
    """All incidents, then those of each priority, each beside its figures."""
    yield oracle["all"], stored.all
    for severity, name in PRIORITIES.items():
        yield oracle["by_priority"][name], [one for one in stored.all if one.row.severity == severity]


def test_counts_and_hours(stored: Imported, oracle: Mapping[str, Any]) -> None:
    for figures, some in groups(stored, oracle):
        assert len(some) == figures["count"]
        assert sum((one.row.reopen_count or 0) > 0 for one in some) == figures["reopened"]
        assert sum(one.row.made_sla is True for one in some) == figures["sla_made"]
        assert sum((one.row.reassignment_count or 0) > 0 for one in some) == figures["reassigned"]
        assert figures["reopened"] / len(some) == pytest.approx(figures["reopened_rate"], abs=1e-6)
        assert figures["sla_made"] / len(some) == pytest.approx(figures["sla_made_rate"], abs=1e-6)
        hours_of(figures["MTTR_opened_to_resolved_at"], [one.hours(one.times.get("resolved")) for one in some])
        hours_of(figures["opened_to_closed_at"], [one.hours(one.times.get("closed")) for one in some])


def test_what_only_the_log_knows(stored: Imported, oracle: Mapping[str, Any]) -> None:
    if stored.kind == "list":
        assert stored.changes == 0
        return
    for figures, some in groups(stored, oracle):
        hours_of(figures["opened_to_first_Resolved_audit_event"], [one.hours(one.first(lambda s: s == "Resolved")) for one in some])
        hours_of(figures["opened_to_first_non_New_audit_event"], [one.hours(one.first(lambda s: s != "New")) for one in some])
    traps = oracle["traps"]
    assert stored.changes == sum(len(one.life) for one in stored.all) == traps["rows"]
    moved = sum(one.life[0].values["severity"] != one.life[-1].values["severity"] for one in stored.all)
    assert moved == oracle["priority_changed_during_life"]  # two more came back to where they began
    assert sum(one.first(lambda s: s == "Resolved") is None for one in stored.all) == traps["never_in_Resolved_state"]
    assert sum(k.values["state"] == "-100" for one in stored.all for k in one.life) == traps["state_minus_100_rows"]
    assert sum(sum(k.values["state"] == "Closed" for k in one.life) > 1 for one in stored.all) == traps["incidents_with_2plus_Closed_rows"]
    first_true = [one for one in stored.all if one.life[0].values["sla_made"] == "true" and one.life[-1].values["sla_made"] == "false"]
    assert len(first_true) == traps["made_sla_false_on_last_but_true_on_first_row"]
    differs = [one for one in stored.all if (at := one.first(lambda s: s == "Resolved")) and one.times.get("resolved") not in {None, at}]
    assert len(differs) == traps["resolved_at_differs_from_first_Resolved_event"]
    ambiguous = [one for one in stored.all if one.row.opened_at and one.row.opened_at.day <= 12]
    assert sum(len(one.life) for one in ambiguous) == traps["ambiguous_dd_mm_rows"]


def test_months(stored: Imported, oracle: Mapping[str, Any]) -> None:
    """A day taken for a month would move 6,255 rows of the log into other months."""
    assert Counter(one.month() for one in stored.all) == {month: figures["opened"] for month, figures in oracle["monthly"].items()}
    for month, figures in oracle["monthly"].items():
        some = [one for one in stored.all if one.month() == month]
        spans = sorted(span for one in some if (span := one.hours(one.times.get("resolved"))) is not None)
        assert sum(spans) / len(spans) == pytest.approx(figures["mttr_mean_h"], abs=0.01)
        assert quantile(spans, 0.5) == pytest.approx(figures["mttr_median_h"], abs=0.01)
        assert sum(one.row.made_sla is True for one in some) / len(some) == pytest.approx(figures["sla_made_rate"], abs=1e-6)
        assert sum((one.row.reopen_count or 0) > 0 for one in some) == figures["reopened"]
        assert Counter(PRIORITIES[one.row.severity or 0] for one in some) == figures["by_priority"]
    for end in ("resolved", "closed"):
        assert Counter(month for one in stored.all if (month := one.month(end))) == oracle[f"{end}_at_monthly"]


def test_backlog(stored: Imported, oracle: Mapping[str, Any]) -> None:
    for month, still_open in oracle["backlog_open_at_month_end"].items():
        year, number = map(int, month.split("-"))
        end = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
        ended = [(one.row.opened_at, one.times.get("resolved") or one.times["closed"]) for one in stored.all]
        assert sum(opened < end <= over for opened, over in ended if opened) == still_open, month


def test_repeats(stored: Imported, oracle: Mapping[str, Any]) -> None:
    for name in ("cat_subcat_symptom", "cat_subcat_symptom_location", "cat_subcat_symptom_caller", "subcategory"):
        figures = oracle["repeat"][name]
        seen: dict[tuple[str, ...], list[datetime]] = {}
        for one in stored.all:
            key = [one.cell(column) for column in figures["keys"]]
            if None not in key and one.row.opened_at:
                seen.setdefault(tuple(map(str, key)), []).append(one.row.opened_at)
        assert (sum(map(len, seen.values())), len(seen)) == (figures["eligible"], figures["distinct_keys"])
        for days in (7, 30, 90):
            found = sum(b - a <= timedelta(days=days) for opened in seen.values() for a, b in pairwise(sorted(opened)))
            assert found == figures[f"repeat_within_{days}d"], (name, days)


def test_links_to_problems_and_changes(stored: Imported, oracle: Mapping[str, Any]) -> None:
    linked = Counter(one.row.problem_ref for one in stored.all if one.row.problem_ref)
    figures = oracle["repeat"]["problem_id_link"]
    assert (linked.total(), len(linked), sum(n > 1 for n in linked.values())) == (figures["incidents_linked"], figures["problems"], figures["problems_with_2plus"])
    assert figures["top"].items() <= linked.items()
    assert sum(one.row.caused_by is not None for one in stored.all) == oracle["repeat"]["caused_by_change"]["incidents"]
    assert sum(one.row.change_ref is not None for one in stored.all) == oracle["repeat"]["caused_by_change"]["rfc_linked"]


def test_pareto(stored: Imported, oracle: Mapping[str, Any]) -> None:
    subcategories = Counter(one.row.subcategory or "(blank)" for one in stored.all)
    figures, reached, needed = oracle["pareto_subcategory"], 0, 0
    while reached < 0.8 * len(stored.all):
        reached, needed = reached + subcategories.most_common()[needed][1], needed + 1
    assert (len(subcategories), needed) == (figures["distinct"], figures["n_for_80pct"])
    assert figures["top10"].items() <= subcategories.items()
    assert oracle["top10_category"].items() <= Counter(one.row.category for one in stored.all).items()
    assert oracle["top10_assignment_group"].items() <= Counter(one.row.assignment_group or "(blank)" for one in stored.all).items()
    assert Counter(one.cell("closed_code") or "(blank)" for one in stored.all) == oracle["closed_code"]


def test_traps(stored: Imported, oracle: Mapping[str, Any]) -> None:
    """Blank stays unknown, no end comes before its start, no row was doubled."""
    traps = oracle["traps"]
    assert sum("resolved" not in one.times for one in stored.all) == traps["resolved_at_blank_incidents"]
    assert sum(one.times["resolved"] < one.row.opened_at for one in stored.all if "resolved" in one.times and one.row.opened_at) == traps["resolved_before_opened"]
    assert sum(one.times["closed"] < one.times["resolved"] for one in stored.all if "resolved" in one.times) == traps["closed_before_resolved"]
    assert {name for one in stored.all for name in one.times} == {"detected", "resolved", "closed"}
    opened = [one.row.opened_at for one in stored.all if one.row.opened_at]
    assert f"{min(opened):%Y-%m-%d %H:%M:%S}" == traps["opened_min"]
    assert f"{max(opened):%Y-%m-%d %H:%M:%S}" == traps["opened_max"]
    assert len({one.row.record.ref for one in stored.all}) == oracle["all"]["count"]
    assert (stored.warnings, traps["duplicate_rows"]) == ((), 0)
