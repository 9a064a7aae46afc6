"""What the text of one cell means."""

from __future__ import annotations

import pytest

from incidents.intake.cells import known, priority, whole_number, yes_or_no


@pytest.mark.parametrize("text", [None, "", "  ", "?", " ? ", "(empty)", "NULL", "\x00\x07"])
def test_blank(text: str | None) -> None:
    assert known(text) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [("1 - Critical", 1), ("2 – High", 2), ("P3", 3), ("p4", 4), ("5 - Planning", 5), ("Sev 2", 2), ("critical", 1), ("Medium", 3)]
    + [(text, None) for text in ("0", "6 - Odd", "12", "1st", "urgent", "?")],
)
def test_priority(text: str, level: int | None) -> None:
    assert priority(text) == level


def test_yes_no_and_numbers() -> None:
    assert [yes_or_no(text) for text in ("true", "No", "1", "0", "perhaps")] == [True, False, True, False, None]
    assert [whole_number(text) for text in ("0", "12", "1,204", "1,2", "-1", "2.5", "٣")] == [0, 12, 1204, None, None, None, None]
