"""CSV that no spreadsheet computes (S7)."""

from __future__ import annotations

import csv
import io

import pytest

from web.csv_file import BOM, csv_file, harmless

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1", "＋1", "－1", "＠x", "first\n=cmd|' /C calc'!A0", "|x", "%x", "-2+3"]


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_begins_like_a_formula(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Checkout = down", "2 - 1", "a\nb", "", "'quoted'", 5, -5, 2.5])
def test_what_is_harmless_stays(value):
    assert harmless(value) == value


def test_the_file():
    answer = csv_file("x.csv", ("a", "b"), [("=1", 'say "hi"'), (None, -3)])
    text = answer.get_data(as_text=True)
    assert text.startswith(BOM)
    assert list(csv.reader(io.StringIO(text.removeprefix(BOM)))) == [["a", "b"], ["'=1", 'say "hi"'], ["", "-3"]]
    assert answer.headers["Content-Disposition"] == "attachment; filename=x.csv"
