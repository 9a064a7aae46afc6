"""JSON exports: every envelope they come in, cells as a person reads them, and every way in which a text can be no JSON."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from kernel.intake import json_values
from kernel.intake.archive import Limits, Source, source_of
from kernel.intake.json_reader import Records, open_records
from kernel.intake.reader import Row
from kernel.intake.refusal import Reject, Unreadable

TWO = [{"number": "INC1", "n": 1}, {"number": "INC2", "extra": None}]
CELLS = [{"number": "INC1", "n": "1", "extra": ""}, {"number": "INC2", "n": "", "extra": ""}]


def opened(content: bytes, **limits: int) -> Records:
    return open_records(Source(content), Limits(**limits))


def cells(content: bytes) -> list[dict[str, str] | Reject]:
    return [row.cells if isinstance(row, Row) else row for row in opened(content).rows()]


def cell(value: object) -> str:
    (row,) = cells(json.dumps([{"a": value}]).encode())
    assert isinstance(row, dict)
    return row["a"]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(TWO).encode(),
        json.dumps({"result": TWO}, indent=2).encode(),
        json.dumps({"count": 2, "records": TWO, "more": [[1], {"a": {}}]}).encode(),
        "\n".join(map(json.dumps, TWO)).encode(),
        b"\xef\xbb\xbf  " + json.dumps(TWO).encode(),
    ],
    ids=["list", "table API", "records", "lines", "byte-order mark"],
)
def test_envelopes(content: bytes) -> None:
    found = opened(content)
    assert found.columns == ("number", "n", "extra")
    assert cells(content) == CELLS
    assert [row.number for row in found.rows() if isinstance(row, Row)] == [1, 2]


def test_one_record_by_itself() -> None:
    assert cells(b'{"result": {"number": "INC1"}}') == cells(b'{"number": "INC1"}') == [{"number": "INC1"}]


def test_in_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("incident.json", json.dumps({"result": TWO}))
    assert [row.cells for row in open_records(source_of(tmp_path / "x.zip")).rows() if isinstance(row, Row)] == CELLS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"display_value": "Payments", "link": "https://x/1"}, "Payments"),
        ({"link": "https://x/1", "value": "46d44a"}, "46d44a"),
        ({"display_value": "1 - Critical", "value": "1"}, "1 - Critical"),
        ({"display_value": "20/11/2026 15:03", "value": "2026-11-20 14:03:12"}, "2026-11-20 14:03:12 UTC"),
        ({"display_value": "", "value": ""}, ""),
        ({"display_value": None, "value": "x"}, "x"),
        ({}, ""), (None, ""), (True, "true"), (0.5, "0.5"), ([1, "b"], '["1", "b"]'), ({"a": 1}, '{"a": "1"}'),
    ],
)  # fmt: skip
def test_what_a_field_says(value: object, text: str) -> None:
    assert cell(value) == text


def test_dates_as_kept_are_remarked_on() -> None:
    both = json.dumps([{"at": {"display_value": "20/11/2026 15:03", "value": "2026-11-20 14:03:12"}}]).encode()
    assert opened(both).remarks.lines() == ["Dates that the file gives both as kept and as displayed were read as kept, which is in UTC"]
    assert opened(b'[{"at": "2026-11-20 14:03:12"}]').remarks.lines() == []


def test_records_of_the_wrong_type_are_rejected_by_number() -> None:
    assert cells(b'[{"a": 1}, 7, "x", [1], {"a": 1, "b": 2, "b": 3}, {"c": {"d": 1, "d": 2}}]')[1:] == [
        Reject(2, None, "The record is a text or a number, not an object with named fields"),
        Reject(3, None, "The record is a text or a number, not an object with named fields"),
        Reject(4, None, "The record is a list, not an object with named fields"),
        Reject(5, "b", "The record names this key twice"),
        Reject(6, "d", "The record names this key twice"),
    ]
    assert cells(b'{"a": 1, "a": 2}\n{"a": 3}') == [Reject(1, "a", "The record names this key twice"), {"a": "3"}]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'[{"a": 1}, {"a": 2', "ends in the middle: the file is cut off"),
        (b'{"result": [{"a": 1}', "ends in the middle"),
        (b'[{"a": NaN}]', "cannot be read .invalid char"),
        (b'[{"a": -Infinity}]', "cannot be read"),
        (b"[{'a': 1}]", "cannot be read"),
        (b'[{"a": "\xff"}]', "not UTF-8"),
        (b'[{"a": "\xc3', "(not UTF-8|ends in the middle)"),
        (b"[]", "holds no record"),
        (b'{"result": []}', "holds no record"),
        (b'{"error": {"message": "User Not Authenticated", "detail": ""}, "status": "failure"}', "an error that the tool answered: User Not Authenticated"),
        (b"[" * 1_000_000, "nests deeper than 12 levels"),
        (b'[{"a":' * 500_000, "nests deeper than 12 levels"),
        (b'[{"a": ' + b"9" * 10_000 + b"}]", "more than 2,000 digits"),
        (b'[{"a": "' + b"x" * 5_000_000 + b'"}]', "longer than 4,194,304 bytes"),
        (b'[{"a": [' + b"1," * 30_000 + b"1]}]", "more than 20,000 values"),
        (b"[{" + b",".join(b'"k%d": 1' % n for n in range(2_001)) + b"}]", "more than 2,000 different keys"),
        (b"{" + b",".join(b'"k%d": 1' % n for n in range(2_002)) + b"}", "more than 2,000 keys"),
    ],
)
def test_what_is_no_export(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        opened(content)


def test_too_many_records() -> None:
    with pytest.raises(Unreadable, match="more than 3 records"):
        opened(b'{"a": 1}\n' * 4, rows=3)


def test_memory_does_not_grow_with_the_records(tmp_path: Path) -> None:
    """10,000 records of 2 kB are 20 MB; one at a time is in memory."""
    path = tmp_path / "x.json"
    with path.open("w") as stream:
        stream.write('{"result": [')
        stream.writelines(f'{"," if n else ""}{{"number": "INC{n}", "text": "{"x" * 2000}"}}' for n in range(10_000))
        stream.write("]}")
    tracemalloc.start()
    assert sum(1 for _ in open_records(Source(path)).rows()) == 10_000
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_numbers_stay_as_they_are_written_until_they_are_absurd() -> None:
    assert [json_values.text_of(value) for value in (10**20, None, False)] == ["100000000000000000000", "", "false"]
    assert cells(io.BytesIO(b'[{"a": 1e999999999}]').read()) == [{"a": "1E+999999999"}]
