"""Mapping files: what they say is done, and every mistake in one is named by its line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from incidents.intake.facts import IncidentFacts, Intake
from incidents.profiles.map_file import EXAMPLE, read_map
from incidents.profiles.reading import read_export
from incidents.profiles.servicenow import SERVICENOW
from kernel.intake.refusal import Reject, Unreadable

FILE = b"""Ticket;Subject;Urgency level;Created;Solved at;Impact until;Major?;In time;Work log;Colour
T-1;Mail down;Site down;03/04/2026 10:00;03/04/2026 12:30;;MI;yes;"03/04/2026 10:20 - Anna Kowalski (Note)
Restarted the queue";blue
T-2;One screen dark;One person;04/04/2026 09:00;?;;-;no;;
T-3;Odd;Sometimes;04/04/2026 09:00;;;;;;
"""
MAP = """
tool = "Helpdesk"
zone = "Europe/London"
dates = "dmy"
[columns]
number = "Ticket"
title = "Subject"
severity = "urgency LEVEL"
opened = "Created"
resolved = ["Solved", "Solved at"]
restored = "Impact until"
major = "Major?"
sla_made = "In time"
work_notes = "Work log"
[words.severity]
"Site down" = 2
"One person" = 4
[words.major]
MI = true
"-" = false
[fixed]
category = "Software"
"""


def read(content: bytes, map_: str, base: bool = False, **more: str) -> tuple[list[IncidentFacts], Intake]:
    intake = read_export(content, read_map(map_.encode(), "m.toml", SERVICENOW if base else None), **more)  # type: ignore[arg-type]
    return list(intake.rows), intake


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_columns_words_zone_and_fixed_values() -> None:
    (first, second), intake = read(FILE, MAP)
    assert (intake.tool, intake.zone) == ("Helpdesk", "Europe/London")
    assert (first.number, first.title, first.severity, first.is_major, first.made_sla, first.category) == ("T-1", "Mail down", 2, True, True, "Software")
    assert (first.major_state, second.severity, second.is_major, second.made_sla) == ("MI", 4, False, False)
    assert {name: (moment.at, moment.precision) for name, moment in first.times.items()} == {
        "detected": (at(2026, 4, 3, 9), "about"), "resolved": (at(2026, 4, 3, 11, 30), "exact"),
    }  # fmt: skip
    assert [(note.at.at, note.actor, note.text) for note in first.notes] == [(at(2026, 4, 3, 9, 20), "Anna Kowalski", "Restarted the queue")]
    assert list(second.times) == ["detected"]
    assert intake.rejects == [Reject(4, "Urgency level", '"Sometimes" is not a priority. Use site down or one person')]
    assert intake.understood is not None
    assert ("Solved at", "Resolved") in intake.understood.taken
    assert intake.understood.kept == ("Colour",)


def test_the_example_reads_and_names_every_fact() -> None:
    from incidents.profiles.vocabulary import FACTS

    text = EXAMPLE.read_text()
    assert read_map(text.encode(), "example").tool == "Helpdesk"
    assert [fact for fact in FACTS if fact not in text] == []


def test_a_word_on_the_command_line_wins_over_the_map() -> None:
    (first, _), intake = read(FILE, MAP, zone="Europe/Paris", date_order="mdy")
    assert intake.zone == "Europe/Paris"
    assert first.opened_at == at(2026, 3, 4, 9)


def test_a_map_changes_single_columns_of_servicenow() -> None:
    content = b"number,u_sev,opened_at,short_description\nINC1,major,2026-04-03 10:00,Mail down\n"
    (only,), intake = read(content, '[columns]\nseverity = "u_sev"\n[words.severity]\nMajor = 1\n', base=True)
    assert (only.severity, only.title, intake.tool) == (1, "Mail down", "servicenow")


@pytest.mark.parametrize(
    ("pattern", "written", "instant"),
    [
        ("%d.%m.%y %H:%M", "03.04.26 10:05", at(2026, 4, 3, 10, 5)),
        ("%m-%d-%y %I:%M %p", "04-03-26 10:05 PM", at(2026, 4, 3, 22, 5)),
        ("%Y%m%d%H%M%S", "20260403100500", at(2026, 4, 3, 10, 5)),
        ("%d/%m/%Y %H.%M %z", "03/04/2026 10.05 +0200", at(2026, 4, 3, 8, 5)),
    ],
)
def test_dates_in_a_format_of_their_own(pattern: str, written: str, instant: datetime) -> None:
    map_ = f'date_format = "{pattern}"\n[columns]\nnumber = "n"\nopened = "o"\n[fixed]\nseverity = 3\n'
    (only,), intake = read(f"n,o\n1,{written}\n2,03-04-2026 1:00\n".encode(), map_)
    assert only.opened_at == instant
    assert [(reject.row, reject.column) for reject in intake.rejects] == [(3, "o")]
    assert "does not follow the date format of the map" in intake.rejects[0].reason


def test_without_opened_the_first_known_time_stands_for_it() -> None:
    (only,), _ = read(b"n,d\n1,2026-04-03 10:00\n", '[columns]\nnumber = "n"\ndetected = "d"\n[fixed]\nseverity = 3\n')
    assert (only.opened_at, only.times["detected"].precision) == (at(2026, 4, 3, 10), "exact")


@pytest.mark.parametrize(
    ("map_", "words"),
    [
        ('[columns]\nnumber = "Ticket"\ntitel = "Subject"', 'm.toml, line 3, columns.titel: "titel" is not known here. Did you mean "title"? Facts: number, title'),
        ('zone = "UTC"\ncolums = 1', 'm.toml, line 2, colums: "colums" is not known here. Did you mean "columns"?'),
        ("[columns]\nnumber = 1", "m.toml, line 2, columns.number: it must be the name of a column"),
        ("[columns]\nnumber = []", "m.toml, line 2, columns.number: it must be the name of a column"),
        ('tool = "form"', 'm.toml, line 1, tool: "form" cannot be the name of a tool'),
        ('tool = ""', 'm.toml, line 1, tool: "" cannot be the name of a tool'),
        ('zone = "Mars/Olympus"', 'm.toml, line 1, zone: "Mars/Olympus" is not a known time zone'),
        ("zone = 1", "m.toml, line 1, zone: it must be a text in quotes"),
        ('dates = "day first"', 'm.toml, line 1, dates: "day first" is no order of dates. Use dmy or mdy or ymd'),
        ('date_format = "%d.%m"', 'm.toml, line 1, date_format: "%d.%m" does not tell year, month, day, hour and minute'),
        ("date_format = 1", "m.toml, line 1, date_format: it must be a text"),
        ('# a\n[words.severity]\n"Site down" = 7', "m.toml, line 3, words.severity.Site down: it must be a whole number from 1"),
        ("[words.severity]\nx = true", "m.toml, line 2, words.severity.x: it must be a whole number"),
        ('[words.sla_made]\nx = "yes"', "m.toml, line 2, words.sla_made.x: it must be true or false"),
        ("[words]\nseverity = 1", "m.toml, line 2, words.severity: it must be a table"),
        ('[words.opened]\nx = "y"', 'm.toml, line 1, words.opened: "opened" is not known here'),
        ('[fixed]\nnumber = "1"', 'm.toml, line 2, fixed.number: "number" is not known here'),
        ("columns = 3", "m.toml, line 1, columns: it must be a table"),
        ("[columns\n", r"m.toml is not valid TOML: .* \(at line 1"),
        ('[columns]\nnumber = "A"\nnumber = "B"', "m.toml is not valid TOML: .*line 3"),
        ('[columns]\nnumber = "Tickt"', 'm.toml, line 2, columns.number: the column "Tickt" is not in the file. Did you mean "Ticket"? Its columns: Ticket, Subject'),
        ('[columns]\nnumber = "Ticket"', r'no column for "severity" \(name it in the map, under \[columns\]\) and no column for "opened"'),
    ],
)
def test_mistakes_are_named_by_line_and_key(map_: str, words: str) -> None:
    import re

    pattern = words if ".*" in words or "\\" in words else re.escape(words)
    with pytest.raises(Unreadable, match=pattern):
        read(FILE, map_)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a" * 300_000, b"a = " + b"[" * 5000])
def test_maps_that_are_none(content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read_map(content, "m.toml")
    assert caught.value.kind == "map"


def test_the_map_of_the_documentation_reads() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "import.md").read_text()
    map_ = text.split("```toml\n")[1].split("```")[0]
    assert read_map(map_.encode(), "import.md").words["sla_made"] == {"met": True, "missed": False}
