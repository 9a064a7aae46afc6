"""Which numbers of a file cannot be another tool's incident."""

from __future__ import annotations

import pytest

from incidents.rules.own_number import OwnNumbers, own_digits


@pytest.mark.parametrize(
    ("number", "source", "refused"),
    [
        ("INC0000005", None, False),
        ("INC0000005", "form", False),  # typed by a person: the same incident
        ("PIR-2026-0001", None, True),
        ("PRB-0042", None, True),
        ("ACT-0107", "servicenow", True),
        ("FAC-0031", None, True),
        ("INC-0007", None, True),  # given out
        ("INC-0007", "paste", True),
        ("INC-0007", "servicenow", False),  # an import brought it: it may be updated
        ("INC-0008", None, False),
        ("INC-2026-0001", None, False),  # incidents of ours have no year
        ("XYZ-0001", None, False),
        ("inc-0007", None, False),
        ("INC-" + "9" * 30, None, False),
    ],
)
def test_refusal(number: str, source: str | None, refused: bool) -> None:
    assert (OwnNumbers(7).refusal(number, source) is not None) is refused


@pytest.mark.parametrize(("number", "digits"), [("INC-0041", 41), ("INC-12345", 12345), ("INC0041", 0), ("INC-041", 0), ("INC-" + "9" * 10, 0)])
def test_digits(number: str, digits: int) -> None:
    assert own_digits(number) == digits
