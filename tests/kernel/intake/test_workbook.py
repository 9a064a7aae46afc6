"""Excel workbooks: what a CSV of them would hold, and files made to harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kernel.intake.archive import Limits
from kernel.intake.reader import Row, Table
from kernel.intake.refusal import Reject, Unreadable
from kernel.intake.sheet import open_sheet
from kernel.intake.workbook import Workbook, open_workbook

SHEET = "xl/worksheets/sheet1.xml"


def book(rows: Iterable[Iterable[Any]], **more: Iterable[Iterable[Any]]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    for title, others in more.items():
        sheet = made.create_sheet(title)
        for row in others:
            sheet.append(list(row))
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def with_parts(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The same workbook with other parts in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return buffer.getvalue()


def sheet_xml(rows: str) -> bytes:
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'.encode()


HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'


def read(content: bytes) -> list[Row | Reject]:
    return list(open_workbook(content).rows())


def test_cells_are_the_texts_of_a_csv() -> None:
    head = ["text", "whole", "part", "yes", "day", "moment", "clock", "none"]
    content = book([head, [" a ", 3.0, 2.5, True, date(2026, 12, 4), datetime(2026, 12, 4, 9, 30), time(9, 30), None], [], ["b"]])
    assert read(content) == [
        Row(2, 2, {"text": " a ", "whole": "3", "part": "2.5", "yes": "true", "day": "2026-12-04", "moment": "2026-12-04 09:30:00",
                   "clock": "09:30:00", "none": ""}),
        Row(4, 4, dict.fromkeys(head, "") | {"text": "b"}),
    ]  # fmt: skip


def test_a_formula_is_its_last_value_and_never_computed() -> None:
    rows = HEAD + '<row r="2"><c r="A2"><f>1+1</f><v>7</v></c><c r="B2" t="str"><f>HYPERLINK("http://x.example")</f><v>said</v></c></row>'
    assert read(with_parts(book([["a"]]), {SHEET: sheet_xml(rows)})) == [Row(2, 2, {"a": "7", "b": "said"})]


def test_an_error_in_a_cell_is_a_reject_of_its_row() -> None:
    rows = HEAD + '<row r="2"><c r="B2" t="e"><v>#N/A</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>'
    assert read(with_parts(book([["a"]]), {SHEET: sheet_xml(rows)})) == [
        Reject(2, "b", "The cell holds the error #N/A"), Row(3, 3, {"a": "1", "b": ""}),
    ]  # fmt: skip


def test_a_row_wider_than_the_head() -> None:
    assert read(book([["a"], ["x", "y"]])) == [Reject(2, None, "The row has 2 cells; the head has 1")]


def test_the_first_sheet_that_is_not_hidden() -> None:
    made = openpyxl.Workbook()
    made.active.append(["secret"])
    made.active.sheet_state = "hidden"
    for title in ("Open", "Old"):
        made.create_sheet(title).append(["a"])
        made[title].append([title])
    found = open_workbook(saved(made))
    assert (found.sheet, [row.cells for row in found.rows()]) == ("Open", [{"a": "Open"}])  # type: ignore[union-attr]
    assert found.remarks.lines() == ["Only the first sheet, “Open”, was read; not read: Old"]


def test_the_size_that_a_sheet_states_is_not_believed() -> None:
    rows = HEAD + '<row r="2"><c r="A2"><v>1</v></c></row>'
    lying = sheet_xml(rows).replace(b"<sheetData>", b'<dimension ref="A1:A1"/><sheetData>')
    assert read(with_parts(book([["a"]]), {SHEET: lying})) == [Row(2, 2, {"a": "1", "b": ""})]


def test_csv_and_workbook_by_one_door(tmp_path: Path) -> None:
    assert isinstance(open_sheet(b"a\n1\n"), Table)
    path = tmp_path / "x"
    path.write_bytes(book([["a"], [1]]))
    found = open_sheet(path)
    assert isinstance(found, Workbook)
    assert list(found.rows()) == [Row(2, 2, {"a": "1"})]


def test_rows_far_below_end_the_reading() -> None:
    rows = HEAD + '<row r="2"><c r="A2"><v>1</v></c></row><row r="999999999"><c r="A999999999"><v>2</v></c></row>'
    assert read(with_parts(book([["a"]]), {SHEET: sheet_xml(rows)})) == [Row(2, 2, {"a": "1", "b": ""})]


def test_more_rows_than_the_limit() -> None:
    with pytest.raises(Unreadable, match="more than 2 rows"):
        list(open_workbook(book([["a"], [1], [2], [3]]), Limits(rows=2)).rows())


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + sheet_xml("&b;")
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + sheet_xml("&a;")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (book([["a"]]), "no rows below"),
        (book([[]]), "first line is empty"),
        (book([["a", "A"], [1, 2]]), "is there twice"),
        (with_parts(book([["a"], [1]]), {SHEET: ENTITIES}), "damaged"),
        (with_parts(book([["a"], [1]]), {SHEET: OUTSIDE}), "damaged"),
        (with_parts(book([["a"], [1]]), {SHEET: b"<worksheet><sheetData><row"}), "damaged"),
        (with_parts(book([["a"], [1]]), {"xl/workbook.xml": b"<x/>"}), "damaged|no sheet"),
        (with_parts(book([["a"], [1]]), {"xl/styles.xml": b"\x00\xff"}), "damaged"),
        (with_parts(book([["a"], [1]]), {SHEET: sheet_xml(HEAD + '<row r="x"><c r="A2"/></row>')}), "damaged"),
        (with_parts(book([["a"], [1]]), {SHEET: sheet_xml(HEAD + '<row r="2"><c r="A2" t="s"><v>99999</v></c></row>')}), "damaged"),
        (with_parts(book([["a"], [1]]), {"xl/media/bomb": b"\x00" * 2_000_000}), "200 times its size"),
        (book([["a"], [1]])[:-200], "damaged|zip"),
        (book([[f"c{n}" for n in range(501)], [1]]), "more than 500 columns"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        list(open_sheet(content).rows())


def test_a_bomb_is_refused_by_the_directory_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never unpacked: openpyxl is not even asked."""
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_a, **_k: pytest.fail("it was opened"))
    with pytest.raises(Unreadable, match="unpacks to more than"):
        open_workbook(with_parts(book([["a"], [1]]), {SHEET: sheet_xml(" " * 50_000_000)}))


def test_an_encrypted_part() -> None:
    content = bytearray(book([["a"], [1]]))
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(Unreadable, match="encrypted"):
        open_workbook(bytes(content))
