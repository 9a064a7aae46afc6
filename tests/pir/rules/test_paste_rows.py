"""Timelines in CSV and JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pir.rules.paste import Line, parse
from pir.rules.paste_rows import rows_of

CSV = 'time,what,who\n14:03,"a, b",Anna\n14:05,"two\nlines",\n25:99,x,y\n,foo,\n23:50,late,z\n00:10,next,z\nnoon,q,\n10:00,,b\n'


def lines(text: str) -> list[Line]:
    return parse(text, date=date(2026, 11, 20), zone="Europe/London")


def entries(text: str) -> list[tuple[int, str, str, str | None]]:
    return [(e.number, e.at.isoformat(), e.text, e.actor) for e in lines(text) if e.kind == "entry" and e.at]


def test_csv() -> None:
    assert entries(CSV) == [
        (2, "2026-11-20T14:03:00+00:00", "a, b", "Anna"), (3, "2026-11-20T14:05:00+00:00", "two\nlines", None),
        (7, "2026-11-20T23:50:00+00:00", "late", "z"), (8, "2026-11-21T00:10:00+00:00", "next", "z"),
    ]  # fmt: skip
    assert [line.raw for line in lines(CSV)] == CSV.split("\n")


def test_what_is_wrong_is_named_by_row_and_column() -> None:
    assert [line.problem for line in lines(CSV) if line.kind == "unread"] == [
        "Row 4, column time: 25:99 is not a time. Use 00:00 to 23:59", "Row 5, column time: There is no time",
        'Row 8, column time: "noon" is not a time', "Row 9, column what: There is no text",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Date;Time (UTC);Event\n20.11.2026;14:03;x", "when\tmessage\n2026-11-20 14:03\tx", "\ufeffTimestamp,Note\r\n2026-11-20T14:03:00Z,x\r\n",
        "Datum;Uhrzeit;Ereignis\n20.11.2026;14:03;x", "ts,text\n1795183380.000200,x",
    ],
)
def test_other_heads_and_separators(text: str) -> None:
    assert entries(text) == [(2, "2026-11-20T14:03:00+00:00", "x", None)]


def test_a_column_for_the_end_gives_a_range() -> None:
    (_, only) = lines("start,end,what\n14:03,14:10,x")
    assert (only.at.isoformat() if only.at else "", only.until.isoformat() if only.until else "") == ("2026-11-20T14:03:00+00:00", "2026-11-20T14:10:00+00:00")


def test_json_in_its_forms() -> None:
    items = [{"at": "2026-11-20T14:03:00Z", "text": "x", "who": "Anna"}, {"at": "14:05", "text": "y", "who": {"name": "Raj"}}]
    expected = [("2026-11-20T14:03:00+00:00", "x", "Anna"), ("2026-11-20T14:05:00+00:00", "y", "Raj")]
    for text in (json.dumps(items), json.dumps({"timeline": items}), json.dumps({"entries": items}, indent=2)):
        assert [entry[1:] for entry in entries(text)] == expected
    assert [entry[0] for entry in entries(json.dumps(items, indent=1))] == [2, 7]


def test_json_that_is_wrong_is_named_by_row_and_key() -> None:
    text = '[{"at": "14:99", "text": "x"},\n {"text": "y"},\n {"at": "14:03"}]'
    assert [(line.number, line.problem) for line in lines(text)] == [
        (1, "Row 1, column at: 14:99 is not a time. Use 00:00 to 23:59"), (2, "Row 2, column at: There is no time"), (3, "Row 3, column text: There is no text"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["[", "{}", "[1]", '{"a": [{}]}', "[" * 5000, '{"timeline": 1}', "a,b\n14:03,x", "time,what", 'time,what\n"14:03', "time,what," + "x" * 200_000])
def test_what_is_neither_is_read_as_text(text: str) -> None:
    assert all(line.kind != "entry" or line.raw in text for line in lines(text))


CELLS = st.text(st.sampled_from('14:03 ab,;"\n\t~-|T+Z20'), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_no_csv_raises_or_loses_a_line(rows: list[tuple[str, str, str]], separator: str) -> None:
    text = separator.join(("time", "what", "who")) + "\n" + "\n".join(separator.join(row) for row in rows)
    assert [line.raw for line in lines(text)] == text.split("\n")


@given(st.recursive(st.none() | st.booleans() | st.floats(allow_nan=False) | CELLS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["at", "time", "text", "who", "x"]), inner, max_size=4), max_leaves=12), st.sampled_from([None, 1]))  # fmt: skip
def test_no_json_raises_or_loses_a_line(whole: object, indent: int | None) -> None:
    text = json.dumps([whole, whole], indent=indent)
    assert {line.number for line in lines(text)} == set(range(1, text.count("\n") + 2))


def test_a_lone_return_in_the_first_line_is_a_line_end() -> None:
    assert rows_of("\r;") is None
    assert [row.cells for row in rows_of("time;text\r14:03;Disk full")] == [{"time": "14:03", "text": "Disk full"}]
