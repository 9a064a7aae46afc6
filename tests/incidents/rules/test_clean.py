"""Control characters go, the characters that texts are made of stay."""

from __future__ import annotations

from incidents.rules.clean import has_controls, without_controls


def test_controls_go_and_line_ends_stay() -> None:
    assert without_controls("a\x00b\x07\x1b[31mc\x7f\x85\ufeff\ufffe\td\r\ne — ☃ 👩‍🚒") == "ab[31mc\td\r\ne — ☃ 👩‍🚒"
    assert has_controls("a\x0b")
    assert not has_controls("a\tb\n")
