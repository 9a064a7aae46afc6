"""The command line as others call it: forms of the commands, JSON on standard output, exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import AUDIT_KEY

from cli import main
from kernel import audit

HEADER = "number,short_description,priority,incident_state,opened_at,resolved_at,closed_at\n"
ROW = "INC0077001,Checkout down,1 - Critical,Closed,2020-03-01 10:00:00,2020-03-01 11:00:00,2020-03-06 11:00:00\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DEBRIEF_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DEBRIEF_ADMIN_PASSWORD", "a lamp beside the sea")
    for name in ("DEBRIEF_DATABASE_URL", "DEBRIEF_SECRET_KEY", "DEBRIEF_AUDIT_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    audit.use_key(AUDIT_KEY)  # the commands set the key of their own home for the whole process


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def init() -> Result:
    return run("init", "--admin", "Ada Admin", "--email", "ada@example.com", "--zone", "Europe/Berlin")


def test_init_once_and_again(home: Path) -> None:
    assert init().exit_code == 0
    again = init()
    assert again.exit_code == 0
    assert "nothing else was changed" in again.stderr
    assert oct((home / "home" / "audit.key").stat().st_mode & 0o777) == "0o600"
    assert oct((home / "home" / "secret.key").stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize("words", [("user", "list"), ("audit", "verify"), ("backup", "x.zip"), ("export", "review", "PIR-2026-0001")])
def test_before_init_every_command_says_what_to_do(home: Path, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert "debrief init" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_token_is_all_that_stands_on_standard_output(home: Path) -> None:
    init()
    result = run("token", "create", "--user", "ada@example.com")
    assert result.exit_code == 0
    (token,) = result.stdout.split()
    assert len(token) > 30


def test_import_answers_in_json(home: Path) -> None:
    init()
    file = home / "incidents.csv"
    file.write_text(HEADER + ROW)
    first = run("import", "servicenow", str(file), "--zone", "Europe/London", "--format", "json")
    assert first.exit_code == 0
    expected = {"incidents": 1, "created": 1, "updated": 0, "unchanged": 0, "rejected": [], "reviews_opened": 0}
    assert json.loads(first.stdout) == expected
    again = json.loads(run("import", "servicenow", str(file), "--zone", "Europe/London", "--format", "json").stdout)
    assert again == {**expected, "created": 0, "unchanged": 1}


def test_a_dry_run_stores_nothing(home: Path) -> None:
    init()
    file = home / "incidents.csv"
    file.write_text(HEADER + ROW)
    for _ in range(2):
        answer = json.loads(run("import", "servicenow", str(file), "--dry-run", "--format", "json").stdout)
        assert answer["created"] == 1


def test_a_bad_row_is_named(home: Path) -> None:
    init()
    file = home / "incidents.csv"
    file.write_text(HEADER + ROW + ROW.replace("INC0077001", "INC0077002").replace("1 - Critical", "purple"))
    answer = json.loads(run("import", "servicenow", str(file), "--format", "json").stdout)
    (reject,) = answer["rejected"]
    assert (reject["row"], reject["column"]) == (3, "priority")
    assert "purple" in reject["reason"]


def test_an_unknown_zone_is_refused(home: Path) -> None:
    init()
    file = home / "incidents.csv"
    file.write_text(HEADER + ROW)
    result = run("import", "servicenow", str(file), "--zone", "Mars/Olympus")
    assert result.exit_code != 0
    assert "zone" in result.stderr.lower()


def test_a_report_that_is_not_there(home: Path) -> None:
    init()
    result = run("export", "review", "PIR-2026-0001", "--format", "docx", "--out", str(home / "x.docx"))
    assert result.exit_code == 1
    assert "There is no such review." in result.stderr
    assert not (home / "x.docx").exists()


def test_backup_and_restore_by_hand(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init()
    copy = home / "copy.zip"
    assert run("backup", str(copy)).exit_code == 0
    monkeypatch.setenv("DEBRIEF_HOME", str(home / "other"))
    result = run("restore", str(copy))
    assert result.exit_code == 0, result.stderr
    assert "the audit chain holds" in result.stderr
    assert run("audit", "verify").exit_code == 0


def test_an_anchor_is_written_and_held_against_the_chain(home: Path) -> None:
    init()
    kept = home / "anchors.jsonl"
    kept.write_text(run("audit", "anchor").stdout)
    assert json.loads(kept.read_text())["seq"] > 0
    assert run("audit", "verify", "--anchor", str(kept)).exit_code == 0
    kept.write_text(kept.read_text() + json.dumps({"seq": 999, "mac": "0" * 64}) + "\n")
    result = run("audit", "verify", "--anchor", str(kept))
    assert (result.exit_code, "the chain ends before the anchored entry 999" in result.stderr) == (1, True)
    for nothing in ("", "[]", "hello", '{"seq": 1}'):
        kept.write_text(nothing)
        result = run("audit", "verify", "--anchor", str(kept))
        assert (result.exit_code, "holds no anchor" in result.stderr) == (1, True)


def test_the_search_is_written_anew(home: Path) -> None:
    init()
    assert "person" in run("search", "rebuild").stdout
    assert run("search", "rebuild").exit_code == 0


@pytest.mark.parametrize("command", ["", "serve", "init", "demo", "import", "export", "user", "token", "backup", "restore", "audit", "search"])
def test_help_teaches(command: str) -> None:
    result = run(*([command] if command else []), "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout
