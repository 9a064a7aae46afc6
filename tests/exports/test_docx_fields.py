"""Headings, fields, bookmarks and the contents agree with each other."""

from __future__ import annotations

import re

from exports.writers.docx.contents import contents
from exports.writers.docx.labels import Labels
from exports.writers.docx.writer import compose
from tests.exports.conftest import W, Word, report_of, style_of, text_of

NUMBERED = {"Heading1": 1, "PIRAppendix": 1, "Heading2": 2, "Heading3": 3}


def bookmarks(word) -> list[tuple[str, str]]:
    return [(b.get(f"{W}id"), b.get(f"{W}name")) for b in word.document.iter(f"{W}bookmarkStart")]


def instructions(tree) -> list[str]:
    return [(i.text or "").strip() for i in tree.iter(f"{W}instrText")]


def results(tree, word: str) -> list[str]:
    """The results of all fields whose instruction begins with a word."""
    found, asked, collecting = [], [], None
    for node in tree.iter():
        if node.tag == f"{W}instrText":
            asked.append((node.text or "").strip())
        elif node.tag == f"{W}fldChar":
            kind = node.get(f"{W}fldCharType")
            if kind == "separate" and asked[-1].startswith(word):
                collecting = ""
            if kind == "end" and asked.pop().startswith(word):
                found.append(collecting)
                collecting = None
        elif node.tag == f"{W}t" and collecting is not None:
            collecting += node.text or ""
    return found


def test_no_empty_paragraph(word):
    for paragraph in word.paragraphs():
        has_drawing = paragraph.find(f".//{W}drawing") is not None
        assert has_drawing or text_of(paragraph).strip()


def test_headings_start_at_1_and_skip_no_level(word):
    levels = [NUMBERED[style_of(p)] for p in word.paragraphs() if style_of(p) in NUMBERED]
    assert levels[0] == 1
    # the figures as text have a third level below an appendix: its entries are no sections of their own
    skipped = [(a, b) for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
    assert set(skipped) <= {(1, 3)}


def test_fields_are_closed_and_filled(word):
    trees = [word.document, *(word.tree(name) for name in ("footer1", "footer2"))]
    for tree in trees:
        kinds = [f.get(f"{W}fldCharType") for f in tree.iter(f"{W}fldChar")]
        assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") > 0
        assert all(results(tree, word) != [""] for word in ("SEQ", "REF", "PAGEREF", "PAGE", "NUMPAGES"))


def test_every_reference_has_its_bookmark(word):
    names = [name for _, name in bookmarks(word)]
    assert len(names) == len(set(names))
    assert len({number for number, _ in bookmarks(word)}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", name) for name in names)
    asked = {i.split()[1] for i in instructions(word.document) if i.startswith(("REF ", "PAGEREF "))}
    asked |= {h.get(f"{W}anchor") for h in word.document.iter(f"{W}hyperlink")}
    assert asked <= set(names)
    ends = [b.get(f"{W}id") for b in word.document.iter(f"{W}bookmarkEnd")]
    assert sorted(ends) == sorted(number for number, _ in bookmarks(word))


def test_captions_are_counted_1_to_n(word):
    for kind, style in (("Table", "PIRTableCaption"), ("Figure", "Caption")):
        captions = [text_of(p) for p in word.paragraphs(style)]
        assert [c.split("  ")[0] for c in captions] == [f"{kind} {n}" for n in range(1, len(captions) + 1)]


def test_contents_are_the_headings(word):
    entries = [text_of(p).split("\t") for p in word.paragraphs() if style_of(p) in ("TOC1", "TOC2")]
    heads = [text_of(p) for p in word.paragraphs() if style_of(p) in ("Heading1", "Heading2", "PIRAppendix")]
    assert [entry[1] for entry in entries] == heads
    numbers = [entry[0] for entry in entries]
    parts = [n for n in numbers if n.isdigit()]
    assert parts == [str(n) for n in range(1, len(parts) + 1)]
    appendices = [n for n in numbers if n.startswith("Appendix")]
    assert appendices == [f"Appendix {letter}" for letter in "ABCD"[: len(appendices)]]


def test_references_say_what_the_captions_say(rich_word):
    told = dict(zip(
        [i.split()[1] for i in instructions(rich_word.document) if i.startswith("REF ")],
        results(rich_word.document, "REF "),
        strict=True,
    ))
    assert told["_Ref_strip"] == "Figure 1"
    captions = [text_of(p).split("  ") for p in rich_word.paragraphs("PIRTableCaption")]
    numbers = {title.split(" ")[0]: number for number, title in captions}
    assert told["_Ref_entries"] == numbers["Entries"] if "Entries" in numbers else numbers["Key"]
    assert told["_Ref_factors"] == numbers["Causes,"]
    assert told["_Toc0003"] == "3"


def test_without_pages_the_contents_have_no_numbers():
    word = Word("rich", compose(report_of("rich")))
    assert not [i for i in instructions(word.document) if i.startswith("PAGEREF")]
    assert "\\n" in next(i for i in instructions(word.document) if i.startswith("TOC"))
    assert all(len(text_of(p).split("\t")) == 2 for p in word.paragraphs("TOC1"))


def test_contents_field_spans_all_entries(rich_report):
    lines = list(contents(Labels.of(rich_report), {}))[1:]
    marks = [[f.get(f"{W}fldCharType") for f in line.iter(f"{W}fldChar")] for line in lines]
    assert marks[0][:2] == ["begin", "separate"]
    assert marks[-1][-1] == "end"
    assert all(m.count("begin") == m.count("end") for m in marks[1:-1])


def test_each_editable_row_is_marked_by_its_reference(rich_word):
    names = {name for _, name in bookmarks(rich_word)}
    assert {f"rt_ACT_{n:04d}" for n in range(107, 115)} <= names
    assert {f"rt_FAC_{n:04d}" for n in range(31, 41)} <= names
