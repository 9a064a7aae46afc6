"""Tables that people who listen can follow, and that no page tears apart."""

from __future__ import annotations

import pytest

from exports.model import Row, Table, cell, table
from exports.writers.docx import tables
from exports.writers.docx.bookmarks import Bookmarks
from tests.exports.conftest import W, style_of, text_of

TEXT_WIDTH = 9638


def all_tables(word):
    return list(word.document.iter(f"{W}tbl"))


def test_one_header_row_and_no_row_split(word):
    for found in all_tables(word):
        rows = found.findall(f"{W}tr")
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert heads == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_no_merged_and_no_blank_cell(word):
    for found in all_tables(word):
        assert found.find(f".//{W}gridSpan") is None
        assert found.find(f".//{W}vMerge") is None
        assert [text_of(c) for c in found.iter(f"{W}tc") if not text_of(c).strip()] == []


def test_width_is_the_text_width(word):
    for found in all_tables(word):
        grid = [int(column.get(f"{W}w")) for column in found.iter(f"{W}gridCol")]
        assert sum(grid) == TEXT_WIDTH == int(found.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
        for row in found.findall(f"{W}tr"):
            assert [int(width.get(f"{W}w")) for width in row.iter(f"{W}tcW")] == grid


def test_caption_and_description(word):
    for found in all_tables(word):
        for member in ("tblCaption", "tblDescription"):
            assert found.find(f"{W}tblPr/{W}{member}").get(f"{W}val").strip()


def test_every_table_but_the_strip_has_a_caption_above_it(word):
    for found in all_tables(word):
        if found.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "PIRTable":
            assert style_of(found.getprevious()) == "PIRTableCaption"


def grown(rows: int) -> Table:
    return table("t", "Title", "Words", (("A", 85), ("B", 85)), [("1", "2")] * rows)


def kept_rows(rows: int) -> list[bool]:
    made = tables.table(grown(rows), Bookmarks())
    return [row.find(f".//{W}keepNext") is not None for row in made.findall(f"{W}tr")[1:]]


@pytest.mark.parametrize(("rows", "kept"), [
    (1, [False]),
    (3, [True, True, False]),
    (7, [True] * 6 + [False]),
    (8, [True, False, False, False, False, False, True, False]),
])
def test_short_tables_stay_whole_and_no_row_of_a_long_one_stands_alone(rows, kept):
    assert kept_rows(rows) == kept


def test_cells_hold_exactly_the_words_of_the_model():
    rows = [
        Row((cell("one", "two", anchor="ACT-1"), cell("a\nb\tc"))),
        Row((cell(" kept  blanks "), cell("<w:br/> & ]]>"))),
        Row((cell("three"), cell("x\x00y\ud800z"))),
    ]
    made = tables.table(table("t", "T", "D", (("A", 100), ("B", 70)), rows), Bookmarks())
    told = [[[text_of(p) for p in c.findall(f"{W}p")] for c in r.findall(f"{W}tc")] for r in made.findall(f"{W}tr")]
    assert told == [
        [["A"], ["B"]],
        [["one", "two"], ["a\nb\tc"]],
        [[" kept  blanks "], ["<w:br/> & ]]>"]],
        [["three"], ["xyz"]],
    ]


def test_a_reference_met_twice_is_marked_once():
    rows = [(cell("ACT-1", anchor="ACT-1"),), (cell("ACT-1", anchor="ACT-1"),), (cell("ACT-2", anchor="ACT-2"),)]
    made = tables.table(table("t", "T", "D", (("A", 170),), rows), Bookmarks())
    marks = [(m.get(f"{W}id"), m.get(f"{W}name")) for m in made.iter(f"{W}bookmarkStart")]
    assert marks == [("1", "rt_ACT_1"), ("2", "rt_ACT_2")]
    assert [m.get(f"{W}id") for m in made.iter(f"{W}bookmarkEnd")] == ["1", "2"]


def test_a_phase_is_told_by_word_tint_and_its_own_border(rich_word):
    kinds = {}
    for c in rich_word.document.iter(f"{W}tc"):
        left = c.find(f"{W}tcPr/{W}tcBorders/{W}left")
        if left is not None:
            kinds.setdefault(text_of(c), set()).add((left.get(f"{W}val"), c.find(f"{W}tcPr/{W}shd").get(f"{W}fill")))
    assert kinds == {
        "Latent": {("dotted", "EFEFEF")},
        "Undetected": {("single", "FBE9E3")},
        "Diagnosis": {("dashed", "FFF4D6")},
        "Mitigation": {("double", "E5EFFA")},
        "Recovery": {("triple", "E0F2EC")},
        "After": {("dotDash", "EEE9F7")},
    }
