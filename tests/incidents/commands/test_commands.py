"""``debrief import servicenow``: fixed JSON, exit codes, dry runs."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from servicenow_export import export

from incidents.commands import import_group
from incidents.models import Incident
from kernel import audit
from kernel.db import Database
from kernel.permission import machine
from kernel.record import Record

pytestmark = pytest.mark.usefixtures("installed")


def run(database: Database, *words: str, command: str = "servicenow") -> Result:
    hands = SimpleNamespace(database=database, actor=machine())
    return CliRunner().invoke(import_group, [command, *words], obj=hands)


def records(database: Database) -> int:
    with database.unit_of_work(write=False) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Record)) or 0


def test_json_has_exactly_the_agreed_names(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(export({}, {"priority": "urgent"}, {}))
    ran = run(database, str(file), "--format", "json")
    assert ran.exit_code == 3
    assert json.loads(ran.stdout) == {
        "incidents": 2, "created": 2, "updated": 0, "unchanged": 0, "reviews_opened": 0,
        "rejected": [{"row": 3, "column": "priority",
                      "reason": '"urgent" is not a priority. Use 1 - Critical, 2 - High, 3 - Moderate or 4 - Low'}],
    }  # fmt: skip
    again = run(database, str(file), "--format", "json")
    assert json.loads(again.stdout)["unchanged"] == 2


def test_dry_run_answers_the_same_and_stores_nothing(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(export({}, {}))
    tried = run(database, str(file), "--format", "json", "--dry-run")
    assert (tried.exit_code, records(database)) == (0, 0)
    stored = run(database, str(file), "--format", "json")
    assert stored.stdout == tried.stdout
    assert records(database) == 2
    with database.unit_of_work(write=False) as session:
        assert session.scalars(sa.select(audit.AuditEntry.verb)).all().count("import incidents") == 1


def test_words(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(export({}, {"priority": "urgent"}))
    ran = run(database, str(file), "--dry-run")
    assert ran.stdout.splitlines()[0] == "1 incident: 1 new, 0 changed, 0 as before."
    assert "  row 3, priority:" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "Nothing was stored: this was a dry run."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "This is not a CSV file but a PDF"),
        (b"", "The file is empty"),
        (b"a,b\n1,2\n", 'The file has no column "number"'),
        (export({"opened_at": "03/04/2026 10:00", "resolved_at": None, "closed_at": None}), "--date-order dmy"),
    ],
)
def test_a_file_that_cannot_be_read(database: Database, tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    ran = run(database, str(file), "--format", "json")
    assert (ran.exit_code, ran.stdout, records(database)) == (2, "", 0)
    assert words in ran.stderr
    assert "Nothing was stored" in ran.stderr


def test_no_file_and_no_zone(database: Database, tmp_path: Path) -> None:
    assert run(database, str(tmp_path / "absent.csv")).exit_code == 2
    file = tmp_path / "list.csv"
    file.write_bytes(export({}))
    ran = run(database, str(file), "--zone", "Mars/Olympus")
    assert ran.exit_code == 2
    assert '"Mars/Olympus" is not a known time zone' in ran.stderr


def test_zone_and_date_order_decide_the_instant(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(export({"opened_at": "03/04/2026 10:00", "resolved_at": None, "closed_at": None}))
    assert run(database, str(file), "--zone", "Europe/London", "--date-order", "dmy").exit_code == 0
    with database.unit_of_work(write=False) as session:
        opened = session.scalars(sa.select(Incident.opened_at)).one()
    assert f"{opened:%Y-%m-%dT%H:%M}" == "2026-04-03T09:00"


def test_warnings_go_to_standard_error(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(export({"priority": "5 - Planning"}))
    ran = run(database, str(file), "--format", "json")
    assert json.loads(ran.stdout)["created"] == 1
    assert "Priority 5 (Planning) read as severity 4" in ran.stderr


def test_json_of_the_table_api(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "incident.json"
    row = {"number": "INC1", "priority": {"display_value": "2 - High", "value": "2"}, "opened_at": "2026-03-02 10:00:00", "cmdb_ci": {"display_value": "Checkout", "link": "x"}}
    file.write_text(json.dumps({"result": [row, {**row, "number": "INC2", "priority": ""}, ["odd"]]}))
    ran = run(database, str(file), "--zone", "UTC", "--format", "json")
    assert ran.exit_code == 3
    assert json.loads(ran.stdout) == {
        "incidents": 1, "created": 1, "updated": 0, "unchanged": 0, "reviews_opened": 0,
        "rejected": [{"row": 2, "column": "priority", "reason": "The incident has no priority"},
                     {"row": 3, "column": None, "reason": "The record is a list, not an object with named fields"}],
    }  # fmt: skip


def test_csv_with_a_map(database: Database, tmp_path: Path) -> None:
    file, map_ = tmp_path / "tickets.csv", tmp_path / "map.toml"
    file.write_text("Ticket,Created\nT-1,2026-07-02 10:00\n")
    map_.write_text('tool = "Helpdesk"\nzone = "Europe/London"\n[columns]\nnumber = "Ticket"\nopened = "Created"\n[fixed]\nseverity = 2\n')
    assert run(database, str(file), command="csv").exit_code == 2
    for expected in ("created", "unchanged"):
        ran = run(database, str(file), "--map", str(map_), "--format", "json", command="csv")
        assert (ran.exit_code, json.loads(ran.stdout)[expected]) == (0, 1)
    with database.unit_of_work(write=False) as session:
        incident = session.scalars(sa.select(Incident)).one()
        assert (incident.source, incident.zone, f"{incident.opened_at:%H:%M}") == ("Helpdesk", "Europe/London", "09:00")
        entry = session.scalars(sa.select(audit.AuditEntry.canonical).where(audit.AuditEntry.verb == "import incidents").order_by(audit.AuditEntry.seq)).first()
        assert json.loads(entry or b"{}")["after"]["tool"] == "Helpdesk"


def test_a_map_that_cannot_be_read_names_its_line(database: Database, tmp_path: Path) -> None:
    file, map_ = tmp_path / "list.csv", tmp_path / "map.toml"
    file.write_bytes(export({}))
    map_.write_text('[columns]\nnumer = "x"\n')
    for command in ("csv", "servicenow"):
        ran = run(database, str(file), "--map", str(map_), command=command)
        assert ran.exit_code == 2
        assert 'map.toml, line 2, columns.numer: "numer" is not known here. Did you mean "number"?' in ran.stderr
        assert run(database, str(file), "--map", str(tmp_path / "absent.toml"), command=command).exit_code == 2
    assert records(database) == 0


def test_the_example_map_is_printed_as_it_is_read(database: Database) -> None:
    from incidents.profiles.map_file import read_map

    printed = run(database, command="map-example").stdout
    assert read_map(printed.encode(), "printed").fixed == {"category": "Software"}
