"""``debrief timeline parse`` and ``check``: the answer on standard output, everything else on standard error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pir.commands import timeline_group


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(timeline_group, [str(word) for word in words])


@pytest.fixture
def review(tmp_path: Path) -> Path:
    file = tmp_path / "review.md"
    file.write_bytes("# Outage\r\n\r\nAll times in PST.\r\n- 14:03 UTC Störung\r\n- about 13:50-13:55 x\r\n- 25:99 y\r\n".encode())
    return file


def test_json_has_exactly_the_agreed_names(review: Path) -> None:
    done = run("parse", review, "--date", "2026-11-20", "--zone", "Europe/London", "--format", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == [
        {"line": 4, "raw": "- 14:03 UTC Störung", "at": "2026-11-20T14:03:00+00:00", "end": None, "precision": "exact", "text": "Störung", "order_break": False},
        {"line": 5, "raw": "- about 13:50-13:55 x", "at": "2026-11-20T13:50:00+00:00", "end": "2026-11-20T13:55:00+00:00", "precision": "about", "text": "x",
         "order_break": True},
    ]  # fmt: skip


def test_the_zone_of_the_text_is_proposed_and_the_given_one_wins(review: Path) -> None:
    given = run("parse", review, "--date", "2026-11-20", "--zone", "Europe/London")
    assert given.stderr == 'Note: line 3 says "All times in PST"; read with --zone Europe/London; --zone America/Los_Angeles would follow it.\n'
    left_out = run("parse", review, "--date", "2026-11-20", "--format", "json")
    assert json.loads(left_out.stdout)[1]["at"] == "2026-11-20T13:50:00-08:00"
    assert left_out.stderr == 'Note: line 3 says "All times in PST"; read with --zone America/Los_Angeles.\n'


def test_verbose_names_each_unread_line_with_its_reason(review: Path) -> None:
    done = run("parse", review, "--date", "2026-11-20", "--zone", "America/Los_Angeles", "--verbose", "--format", "json")
    assert done.stderr.splitlines() == [
        "line 3: No time was found in this line: All times in PST.",
        "line 6: 25:99 is not a time. Use 00:00 to 23:59, or start the line with \\ to keep it as text: - 25:99 y",
    ]
    assert len(json.loads(done.stdout)) == 2


def test_as_text(review: Path) -> None:
    done = run("parse", review, "--date", "2026-11-20", "--zone", "UTC")
    assert done.stdout == "4\t2026-11-20T14:03:00+00:00\tStörung\n5\t~2026-11-20T13:50:00+00:00 (before the one above)\tx\n"


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        (b"14:03 x", ("--zone", "Mars/Olympus"), 'Error: "Mars/Olympus" is not a known time zone. Use an IANA name, for example Europe/London.\n'),
        (b"14:03 x", (), "Error: The text does not say in which zone its times are. Give --zone, for example --zone Europe/London.\n"),
        (b"PK\x03\x04\x00\x00", ("--zone", "UTC"), "Error: {file} is not a text file.\n"),
        (None, ("--zone", "UTC"), "Error: {file} cannot be read: No such file or directory.\n"),
    ],
)
def test_what_cannot_be_used_ends_with_2(tmp_path: Path, content: bytes | None, words: tuple[str, ...], sentence: str) -> None:
    file = tmp_path / "x.txt"
    if content is not None:
        file.write_bytes(content)
    done = run("parse", file, "--date", "2026-11-20", *words)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", sentence.format(file=file))


def test_a_wrong_date_ends_with_2(review: Path) -> None:
    assert run("parse", review, "--date", "2026-02-30", "--zone", "UTC").exit_code == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "x.txt"
    file.write_text("14:03 Störung", encoding=encoding)
    done = run("parse", file, "--date", "2026-11-20", "--zone", "UTC", "--format", "json")
    assert [entry["text"] for entry in json.loads(done.stdout)] == ["Störung"]


def test_a_file_without_entries_is_an_empty_list(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("1503 error\n2000 users locked out\n")
    done = run("parse", tmp_path / "x.txt", "--date", "2026-11-20", "--zone", "UTC", "--format", "json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "2020-02-12.md").write_text("- 11:45 a\n- 11:51 b\n- 12:07 c\n")
    (texts / "2020-03-01.md").write_text("nothing\nat\nall\n")
    return texts


def write_gold(file: Path, second: list[dict[str, object]]) -> None:
    first = [{"line": n, "date": "2020-02-12", "time": time} for n, time in enumerate(["11:45", "11:51", "12:07"], start=1)]
    file.write_text(json.dumps({"2020-02-12.md": {"timeline": first}, "2020-03-01.md": {"timeline": second}}))


def test_check_prints_found_false_and_empty_and_ends_with_0_when_the_goal_is_met(folder: Path) -> None:
    write_gold(folder.parent / "postmortems_gold.json", [])
    done = run("check", folder)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "file           gold  found  wrong  false  empty",
        "2020-02-12.md     3      3      0      0      0",
        "2020-03-01.md     0      0      0      0      0",
        "total             3      3      0      0      0",
        "100.0% found, 0.0% false, 0 empty",
    ]


def test_check_ends_with_3_below_the_goal(folder: Path) -> None:
    gold = folder.parent / "gold.json"
    write_gold(gold, [{"line": n, "date": "2020-03-01", "time": "10:00"} for n in (1, 2, 3)])
    done = run("check", folder, "--gold", gold, "--format", "json", "--verbose")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["total"] == {"gold": 6, "found": 3, "wrong": 0, "false": 0, "empty": 1, "found_share": 0.5, "false_share": 0.0}
    assert done.stderr.splitlines() == [f"2020-03-01.md:{n}: missed" for n in (1, 2, 3)]


def test_check_without_a_usable_gold_file_ends_with_2(folder: Path) -> None:
    missing = run("check", folder)
    assert (missing.exit_code, missing.stdout) == (2, "")
    (folder.parent / "postmortems_gold.json").write_text('{"a": 1}')
    assert "is not a gold file" in run("check", folder).stderr


def test_help_names_the_exit_codes() -> None:
    assert all("Exit code: 0" in run(name, "--help").stdout for name in ("parse", "check"))
