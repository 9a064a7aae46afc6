"""CSV of every kind: what is a row comes out as a row, what is not as a reject, and nothing is skipped."""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.intake.archive import Limits
from kernel.intake.reader import Row, open_table
from kernel.intake.refusal import Reject, Unreadable


def taken(content: bytes | str) -> list[Row | Reject]:
    return list(open_table(content.encode() if isinstance(content, str) else content).rows())


def values(content: bytes | str) -> list[list[str]]:
    return [list(row.cells.values()) for row in taken(content) if isinstance(row, Row)]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-mark", "utf-16-be-mark"])
def test_marked_encodings(codec: str) -> None:
    text = "number,title\nINC1,Zürich ☃ überlastet\n"
    marks = {"utf-16-le-mark": ("utf-16-le", b"\xff\xfe"), "utf-16-be-mark": ("utf-16-be", b"\xfe\xff")}
    plain, mark = marks.get(codec, (codec, b""))
    table = open_table(mark + text.encode(plain))
    assert table.columns == ("number", "title")
    assert [row.cells["title"] for row in table.rows() if isinstance(row, Row)] == ["Zürich ☃ überlastet"]
    assert table.remarks.lines() == []


def test_windows_1252_is_read_with_a_warning_that_names_the_line() -> None:
    table = open_table("number,title\nINC1,plain\nINC2,Zürich – down\n".encode("cp1252"))
    assert [row.cells["title"] for row in table.rows() if isinstance(row, Row)] == ["plain", "Zürich – down"]
    assert table.remarks.lines() == [
        "The file is not UTF-8 (line 3); it was read as Windows-1252 (Latin-1). Check accented letters"
    ]


def test_latin_1_where_windows_1252_has_no_letter() -> None:
    assert open_table(b"a,b\n1,\xe9\x81\n").encoding.codec == "latin-1"


def test_a_letter_across_two_pieces_of_the_file_is_no_error() -> None:
    content = b"a,b\n1," + b"x" * (64 * 1024 - 7) + "é\n".encode()
    assert values(content)[0][1].endswith("xé")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_quoted_line_ends(delimiter: str) -> None:
    text = io.StringIO()
    rows = [["number", "notes", "b"], ["INC1", 'first\nsecond, "third"; fourth\tfifth', ""], ["INC2", "", "x"]]
    csv.writer(text, delimiter=delimiter).writerows(rows)
    assert values(text.getvalue()) == rows[1:]


def test_rows_are_counted_as_a_spreadsheet_does_and_lines_as_an_editor_does() -> None:
    rows = taken('a,b\n1,"x\ny"\n\n2,z\n')
    assert [(row.number, row.line) for row in rows if isinstance(row, Row)] == [(2, 3), (4, 5)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"number,priority\n", "no rows below"),
        (b"number,priority\n\n,\n", "no rows below"),
        (b"\n1,2\n", "must name the columns"),
        (b"a,b,A\n1,2,3\n", r'"A" is there twice \(columns 1 and 3\)'),
        (b"%PDF-1.7\n", "a PDF"),
        (b'[{"number": 1}]', "JSON"),
        (b"<html>", "HTML"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel"),
        (bytes(range(256)) * 8, "binary data"),
        ("a,b\n1,2\n".encode("utf-16-le"), "UTF-16 without"),
        (b"\xef\xbb\xbfa,b\n1,\xff2\n", r"says that it is UTF-8 but is not \(line 2, byte 10\)"),
        (b"a,b\n" + b"x" * 5_000_000, "Line 2 is longer"),
    ],
)
def test_files_that_cannot_be_read_say_why(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        open_table(content)


def test_missing_columns_are_named_with_those_that_are_there() -> None:
    with pytest.raises(Unreadable, match="no column priority, opened_at. Its columns: number, title") as caught:
        open_table(b"number,title\n1,2\n", required=("number", "priority", "opened_at"))
    assert caught.value.kind == "columns"


@pytest.mark.parametrize(
    ("content", "row", "column", "words"),
    [
        ("a,b,c\n1,2\n3,4,5\n", 2, "c", "has 2 of 3 cells"),
        ("a,b,c\n3,4,5\n1,2,3,4\n", 3, None, "has 4 cells; the header has 3"),
        ("a,b,c\n3,4,5\n1,2", 3, "c", "ends in the middle of this row"),
        ("a,b\n3,4\n1,é".encode()[:-1], 3, "b", "ends in the middle of this row"),
        ("a,b\n3,4\n1,é".encode("utf-16")[:-1], 3, "b", "ends in the middle of this row"),
        ('a,b\n3,4\n1,"open\n5,6\n', 3, None, r"never closed \(lines 3 to 4 could not be read\)"),
        ('a,b\n1,"x"y\n3,4\n', 2, None, r"not doubled \(line 2 could not be read\)"),
        ('a,b\n1,"' + "x\n" * 70_000 + "3,4\n", 2, None, r"longer than 131,072 characters.*\(lines 2 to "),
        ("a,b\n3,4\n1,x\x00y\n" + "7,8\n" * 100, 3, "b", "NUL byte"),
    ],
)
def test_rejects_name_row_and_column_and_the_others_stay(content: bytes | str, row: int, column: str, words: str) -> None:
    rows = taken(content)
    rejects = [found for found in rows if isinstance(found, Reject)]
    assert (rejects[0].row, rejects[0].column) == (row, column)
    assert re.search(words, rejects[0].reason)
    assert ["3", "4"] in [list(found.cells.values())[:2] for found in rows if isinstance(found, Row)]


def test_too_many_rows() -> None:
    table = open_table(b"a,b\n" + b"1,2\n" * 11, limits=Limits(rows=10))
    with pytest.raises(Unreadable, match="more than 10 rows"):
        list(table.rows())


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("number,notes\n")
        file.writelines(f"INC{number},{'x' * 200}\n" for number in range(100_000))
    tracemalloc.start()
    count = sum(1 for _ in open_table(path).rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 3_000_000 < path.stat().st_size


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_refused(content: bytes) -> None:
    for start in (b"", b"a,b\n"):
        try:
            table = open_table(start + content)
        except Unreadable:
            continue
        assert all(isinstance(row, Row | Reject) for row in table.rows())


@given(st.lists(st.tuples(*[st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)] * 2), min_size=1))
def test_what_a_csv_writer_wrote_is_read_back(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([("a", "b"), *rows])
    assert [tuple(row) for row in values(text.getvalue())] == rows
