"""What people send in place of an export, and exports at their worst: a clear answer each, nothing half stored, memory flat."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from servicenow_export import export, take

from incidents.models import Incident, TimelineEntry
from incidents.profiles.servicenow import read_servicenow
from kernel import event
from kernel.db import Database
from kernel.intake.refusal import Unreadable
from kernel.record import Record

ROOT = Path(__file__).resolve().parents[3]
GOOD = export({})


@pytest.fixture(autouse=True)
def _nobody_listens() -> None:
    event.subscribe([])


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def office(kind: str) -> bytes:
    return zipped(("[Content_Types].xml", b"<Types/>"), (f"{kind}/document.xml", b"<x/>"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"   \r\n\r\n", "The file is empty"),
        (office("xl"), "Excel or Word file. Save it as CSV first"),
        (office("word"), "Excel or Word file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(256), "a picture"),
        (b"GIF89a" + bytes(range(256)), "binary data"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"<!doctype html><html><body>Sign in</body></html>", "HTML or XML"),
        (b"\xef\xbb\xbf<html>", "HTML or XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "an old Excel or Word file"),
        (b"\x1f\x8b\x08" + bytes(64), "gzip"),
        (bytes(4096), "(binary data|empty)"),
        (b"number,priority,opened_at\n", "a header and no rows"),
        (zipped(("a.csv", GOOD), ("b.csv", GOOD)), "holds 2 files; it must hold exactly one"),
        (zipped(), "holds 0 files"),
        (zipped(("../../etc/passwd.csv", GOOD)), "points outside of it"),
        (zipped(("/abs.csv", GOOD)), "points outside of it"),
        (zipped(("C:\\x.csv", GOOD)), "points outside of it"),
        (zipped(("inner.zip", zipped(("a.csv", GOOD)))), "holds another archive"),
        (zipped(("inner.csv", zipped(("a.csv", GOOD)))), "binary data"),
        (zipped(("bomb.csv", b"0" * 40_000_000)), "more than 200 times its size"),
        (zipped(*((f"{n}.csv", b"") for n in range(10_000))), "holds 10000 files"),
        (zipped(("a.csv", GOOD))[:-30], "damaged"),
        (zipped(("a.json", b'[{"number": 1')), "cut off"),
        (b'{"result": [{"number": "INC1", "priority": NaN}]}', "cannot be read"),
        (b"[" * 1_000_000, "nests deeper"),
        (b'[{"number": "INC1", "opened_at": "\xff"}]', "not UTF-8"),
        (b'[{"priority": 1}]', 'no column "number"'),
        (b"[[1], [2]]", 'no column "number"'),
        ("number;priority;opened_at\n1;1;2026-03-02 10:00\n".encode("utf-16-le"), "UTF-16 without its byte-order mark"),
    ],
)
def test_what_is_no_export_is_named_and_stores_nothing(sqlite_only: Database, content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words), sqlite_only.unit_of_work() as session:
        take(session, content)
    with sqlite_only.unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Record)) == 0


def test_formulas_and_markup_are_texts(sqlite_only: Database) -> None:
    texts = ['=HYPERLINK("http://x","y")', "+1+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>", "\u202egnp.exe", "{{ 7*7 }}", "'; DROP TABLE record; --"]
    with sqlite_only.unit_of_work() as session:
        assert take(session, export(*({"short_description": text, "assignment_group": text} for text in texts))).created == len(texts)
        assert list(session.scalars(sa.select(Record.title).order_by(Record.id))) == texts
        assert list(session.scalars(sa.select(Incident.assignment_group).order_by(Incident.id))) == texts


def test_control_characters_are_taken_out_everywhere_and_told(sqlite_only: Database) -> None:
    columns = ("number", "priority", "opened_at", "short_description", "work_notes", "caller_id")
    with sqlite_only.unit_of_work() as session:
        took = take(session, export({
            "short_description": "Disk\x07 full\x1b[31m", "caller_id": "A\x0bnn",
            "work_notes": "2026-03-02 10:20:00 - Bo\x08 Li (Work notes)\nRolled\x0c back\ufffe",
        }, *({},) * 10, columns=columns))  # fmt: skip
        incident = session.scalars(sa.select(Incident).order_by(Incident.id)).first()
        assert incident
        entry = session.scalars(sa.select(TimelineEntry)).one()
    assert (incident.record.title, incident.caller, entry.actor, entry.text) == ("Disk full[31m", "Ann", "Bo Li", "Rolled back")
    assert "\x07" not in json.dumps(incident.source_row)
    assert any("control characters" in warning for warning in took.warnings)


def test_a_nul_byte_rejects_its_row_alone(sqlite_only: Database) -> None:
    content = export({}, {"short_description": "a b"}).replace(b"a b", b"a\x00b")
    with sqlite_only.unit_of_work() as session:
        took = take(session, content)
        assert (took.created, [(r.row, r.column, r.reason) for r in took.rejected]) == (1, [(3, "short_description", "The cell holds a NUL byte; the file is damaged here")])


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns"])
def test_hours_of_clock_changes_are_never_guessed_in_silence(sqlite_only: Database, zone: str) -> None:
    """Each local half-hour of 2026 once: exactly those that do not exist are rejected, exactly those that come twice are about."""
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    place, start = ZoneInfo(zone), datetime(2026, 1, 1)
    halves = [start + timedelta(minutes=30 * n) for n in range(365 * 48)]
    missing, twice = set(), set()
    for local in halves:
        instants = {local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1)}
        shown = {at.astimezone(place).replace(tzinfo=None) for at in instants}
        if local not in shown:
            missing.add(local)
        elif len(instants) == 2:
            twice.add(local)
    rows = [{"number": f"INC{n}", "opened_at": f"{local:%Y-%m-%d %H:%M}", "resolved_at": None, "closed_at": None} for n, local in enumerate(halves)]
    intake = read_servicenow(export(*rows, columns=("number", "priority", "opened_at")), zone=zone)
    unsure = 0
    for facts in intake.rows:
        local = halves[int(facts.number[3:])]
        assert facts.opened_at.astimezone(place).replace(tzinfo=None) == local
        unsure += local in twice
    assert [halves[reject.row - 2] for reject in intake.rejects] == sorted(missing)
    assert unsure == len(twice)
    assert [f": {len(twice)} (first in" in warning for warning in intake.warnings] == ([True] if twice else [])


GROWTH = """
import resource, sys
from incidents.profiles.servicenow import read_servicenow
from kernel.intake.refusal import Unreadable
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    rows = sum(1 for _ in read_servicenow(sys.argv[1]).rows)
except Unreadable as wrong:
    rows = str(wrong)
print(rows, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def growth(path: Path) -> tuple[str, int]:
    """What a process of its own reads of the file, and by how many MB it grows over that."""
    ran = subprocess.run([sys.executable, "-c", GROWTH, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    rows, megabytes = ran.stdout.rsplit(maxsplit=1)
    return rows, int(megabytes)


def test_a_hundred_thousand_rows_take_no_more_memory_than_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w") as stream:
        stream.write("number,priority,opened_at,short_description,closed_at\n")
        stream.writelines(f"INC{n:07},3 - Moderate,2026-03-02 10:00,{'What happened ' * 20}{n},2026-03-05 09:00\n" for n in range(100_000))
    assert path.stat().st_size > 30_000_000
    rows, megabytes = growth(path)
    assert rows == "100000"
    assert megabytes < 40


def test_a_shuffled_audit_log_stays_within_bounds(tmp_path: Path) -> None:
    """60,000 rows of 20,000 incidents, every incident's last row at the end: all wait, and still less than 2 kB each."""
    path = tmp_path / "log.csv"
    with path.open("w") as stream:
        stream.write("number,priority,opened_at,incident_state,sys_mod_count,category,subcategory,location,caller_id,assignment_group\n")
        for count in range(3):
            stream.writelines(
                f"INC{n:07},3 - Moderate,2026-03-02 10:00,State {count},{count},Category {n % 50},Subcategory {n % 250},Location {n % 200},Caller {n % 5000},Group {n % 70}\n"
                for n in range(20_000)
            )
    rows, megabytes = growth(path)
    assert rows == "20000"
    assert megabytes < 120


def test_one_endless_line_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    path.write_bytes(b"number,priority,opened_at\n" + b"x" * 100_000_000)
    words, megabytes = growth(path)
    assert "is longer than" in words
    assert megabytes < 60
