"""Instants, lengths of time, lists: values worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exports.files import file_name
from exports.reports.pir.moments import LocalTime, in_utc, instant, lasted
from exports.reports.pir.steps import steps
from tests.exports.conftest import report_of


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(("zone", "moments", "label", "clocks"), [
    ("Europe/Berlin", ["2026-11-20T13:03:00Z"], "CET (UTC+1)", ["14:03"]),
    ("Europe/London", ["2026-07-01T13:03:00Z"], "BST (UTC+1)", ["14:03"]),
    ("Europe/London", ["2026-11-20T14:03:00Z"], "GMT (UTC)", ["14:03"]),
    ("UTC", ["2026-11-20T14:03:09Z"], "UTC", ["14:03:09"]),
    ("Asia/Kolkata", ["2026-11-20T14:03:00Z"], "IST (UTC+5:30)", ["19:33"]),
    ("America/Sao_Paulo", ["2026-11-20T14:03:00Z"], "UTC−3", ["11:03"]),
    # clocks go back in London on 25 October 2026 at 01:00 UTC: the same wall time twice
    ("Europe/London", ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"], "Europe/London", ["01:30 BST", "01:30 GMT"]),
])
def test_zone(zone, moments, label, clocks):
    local = LocalTime.over(zone, [instant(m) for m in moments])
    assert plain(local.label) == label
    assert [plain(local.clock(instant(m))) for m in moments] == clocks


def test_days_are_said_where_there_are_several():
    first, second = instant("2026-11-20T23:50:00Z"), instant("2026-11-21T00:10:00Z")
    assert plain(LocalTime.over("UTC", [first, second]).short(second)) == "21 Nov 00:10"
    assert LocalTime.over("UTC", [first]).short(first) == "23:50"
    assert LocalTime.over("UTC", []).label == "UTC"


@pytest.mark.parametrize(("seconds", "said"), [
    (0, "0 min"), (59, "59 s"), (60, "1 min"), (299 * 60, "299 min"), (300 * 60, "5 h"), (86399, "23 h 59 min"),
    (86400, "1 d"), (90000, "1 d 1 h"), (-540, "9 min"),
])
def test_lasted(seconds, said):
    assert plain(lasted(timedelta(seconds=seconds))) == said


def test_in_utc():
    assert plain(in_utc(datetime(2026, 11, 20, 13, 3, tzinfo=UTC))) == "20 Nov 2026 13:03"


@pytest.mark.parametrize(("lines", "numbers"), [
    (["1 a", "1.1 b", "1.1.1 c", "1.2 d", "2 e"], ["1", "1.1", "1.1.1", "1.2", "2"]),
    (["2 a", "2.1 b", "3 c"], ["2", "2.1", "3"]),  # a drawing that goes on where the one before ended
    (["2.2 a", "2.3 b", "3 c"], ["2.2", "2.3", "3"]),
    (["1 a", "3 b"], ["", ""]),
    (["26 entries", "Restored"], ["", ""]),
    (["14:03 a", "14:04 b"], ["", ""]),
    ([], []),
])
def test_numbers_of_a_text_equivalent(lines, numbers):
    assert [step.number for step in steps(lines)] == numbers


@pytest.mark.parametrize(("name", "file"), [
    ("rich", "PIR-2026-0014_v1.0_INTERNAL.docx"),
    ("empty", "PIR-2026-0015_v1.0-draft_INTERNAL.docx"),
])
def test_file_name(name, file):
    assert file_name(report_of(name)) == file
