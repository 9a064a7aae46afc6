"""What stands on every page."""

from __future__ import annotations

import pytest

from exports.writers.docx.fitting import fitted
from tests.exports.conftest import W, style_of, text_of, word_of

HEADERS, FOOTERS = ("header1", "header2"), ("footer1", "footer2")


def lines(word, part) -> list[tuple[str | None, str]]:
    return [(style_of(p), text_of(p)) for p in word.tree(part).iter(f"{W}p")]


def test_marking_in_every_header_and_footer(word):
    for part in (*HEADERS, *FOOTERS):
        assert ("PIRMarking", "Internal") in lines(word, part)


@pytest.mark.parametrize(("name", "mark"), [
    ("rich", None), ("huge", None), ("empty", "Draft of version 1.0"), ("nasty", "Draft of version 1.0, in review"),
])
def test_what_nobody_approved_is_marked_on_the_cover_and_in_the_header(name, mark):
    for part in HEADERS:
        drafts = [text for style, text in lines(word_of(name), part) if style == "PIRDraft"]
        assert drafts == ([mark] if mark else [])


def test_footer_tells_version_time_and_page(rich_word):
    for part in FOOTERS:
        assert lines(rich_word, part)[0] == (
            "Footer",
            "Version 1.0, approved\tGenerated 27\u00a0Nov\u00a02026 16:40 GMT (16:40 UTC)\tPage 1 of 12",
        )


def test_header_tells_title_and_references(rich_word):
    assert lines(rich_word, "header1")[-1] == (
        "Header",
        "Post-incident review: Checkout answered 503 to every customer for 78 minutes\tPIR-2026-0014 · INC0012345 and 1 more",
    )


def test_a_long_title_is_cut_to_one_line_of_the_header():
    title, references = lines(word_of("nasty"), "header1")[-1][1].split("\t")
    assert title.endswith("…")
    assert references.startswith("PIR-2026-0014")


def test_only_the_cover_has_no_title_line(word):
    section = word.document.find(f".//{W}sectPr")
    assert section.find(f"{W}titlePg") is not None
    assert "Header" not in [style for style, _ in lines(word, "header2")]


def test_fitted():
    assert fitted("short", 100, 9) == "short"
    cut = fitted("a much longer line of words", 60, 9)
    assert cut.endswith("…")
    assert "a much longer line of words".startswith(cut[:-1])
    assert fitted("x", 0, 9) == "…"
