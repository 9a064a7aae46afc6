"""Whatever a person pasted, a report comes out, and nothing of it becomes markup (S11)."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from exports.reports.pir import build
from exports.tidy import tidy
from exports.writers.docx.bookmarks import name_of
from exports.writers.docx.figures import blank
from exports.writers.docx.markup import flat, run
from exports.writers.docx.writer import compose
from tests.exports import documents
from tests.exports.conftest import W, Word, text_of, word_of

ANY = st.text(alphabet=st.characters(categories=None, codec=None), max_size=80) | st.text(
    alphabet=st.sampled_from("\x00\x08\x0b\x0c\x1b\x85\u2028\ud800\udfff\ufffe\uffff\U0001f525\u202e\u05d0<>&]\r\n\t ab"),
    max_size=40,
)


@settings(max_examples=2_000, deadline=None)
@given(ANY)
def test_any_text_is_a_run_that_reads_back(text):
    again = etree.fromstring(etree.tostring(run(text)))
    assert text_of(again) == tidy(text)


@given(ANY)
def test_any_text_is_an_attribute_on_one_line(text):
    made = etree.Element("a")
    made.set("b", flat(text))
    assert etree.fromstring(etree.tostring(made)).get("b") == flat(text)


@given(ANY)
def test_any_reference_is_a_bookmark_name(text):
    name = name_of(f"rt_{text}")
    assert len(name) <= 40
    assert name.isascii()
    assert name.replace("_", "a").isalnum()


def strings(value, place=()):
    """The places of all free texts of a document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from strings(inner, (*place, index))
    elif isinstance(value, str) and place[-1] in FREE and place[-2:] != ("policy", "name") and "questions" not in place[-3:]:
        yield place


FREE = {
    "title", "name", "text", "actor", "statement", "control", "stop_owner", "summary", "trigger", "detection", "response",
    "recovery", "measure", "value", "unit", "source", "description", "url", "captured_by", "owner", "reason", "explanation",
    "what", "by", "assignment_group", "category",
}


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_any_document_becomes_a_report(data):
    document = documents.rich()
    places = list(strings(document))
    for place in data.draw(st.lists(st.sampled_from(places), min_size=8, max_size=8)):
        target = document
        for step in place[:-1]:
            target = target[step]
        target[place[-1]] = data.draw(ANY)
    word = Word("any", compose(build(document), draw=blank))
    assert not [c for c in word.document.iter(f"{W}tc") if not text_of(c).strip()]
    assert not [p for p in word.paragraphs() if not text_of(p).strip() and p.find(f".//{W}drawing") is None]


def test_markup_stays_text():
    told = text_of(word_of("nasty").document)
    assert "<w:br/> & a < b" in told
    assert "{{ 7*7 }}" in told
    assert "\u202e" not in told
    assert "\x1b" not in told


def test_newlines_and_tabs_are_kept():
    assert [node.tag.removeprefix(W) for node in run("a\nb\tc\r\n").iter()] == ["r", "t", "br", "t", "tab", "t", "br"]
