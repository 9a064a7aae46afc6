"""``debrief import services`` and the others, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

from click.testing import CliRunner, Result

from kernel.db import Database
from organisation.commands import imports
from organisation.queries.service import all_services
from organisation.queries.targets import tables

COMMANDS = {command.name: command for command in imports}


def run(database: Database, *args: str) -> Result:
    return CliRunner().invoke(COMMANDS[args[0]], [*args[1:]], obj=SimpleNamespace(database=database))


def test_an_import_and_the_same_again(installed: Database, tmp_path: Path) -> None:
    file = tmp_path / "services.csv"
    file.write_text("name,tier\nCheckout,1\nWiki,many\n", encoding="utf-8")
    dry = run(installed, "services", str(file), "--dry-run")
    assert (dry.exit_code, "dry run" in dry.output) == (3, True)
    with installed.unit_of_work(write=False) as session:
        assert all_services(session) == []
    first = run(installed, "services", str(file), "--format", "json")
    assert json.loads(first.stdout) == {"created": 1, "updated": 0, "unchanged": 0, "rejected": [
        {"row": 3, "column": "tier", "reason": "“many” is none of 1 (critical), 2 (high), 3 (medium), 4 (low)"}]}
    again = run(installed, "services", str(file))
    assert "0 new, 0 changed, 1 as before." in again.output


def test_a_file_that_is_none(installed: Database, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(b"%PDF-1.7 nothing")
    found = run(installed, "teams", str(file))
    assert (found.exit_code, "PDF" in found.output) == (2, True)


def test_half_a_table_of_targets_is_not_stored(installed: Database, tmp_path: Path) -> None:
    file = tmp_path / "targets.csv"
    file.write_text("severity,applies_to,restore\n1,all,4 h\n2,Nowhere,8 h\n", encoding="utf-8")
    assert run(installed, "targets", str(file)).exit_code == 3
    file.write_text("severity,applies_to,restore\n1,all,4 h\n2,all,8 h\n", encoding="utf-8")
    assert run(installed, "targets", str(file), "--from", "2026-01-01").exit_code == 0
    assert "0 new, 0 taken out, 2 as before." in run(installed, "targets", str(file)).output
    with installed.unit_of_work(write=False) as session:
        assert [t.version for t in tables(session)] == [1]
