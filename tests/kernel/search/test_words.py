"""What is typed, and where it stands in a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kernel.search.words import LONGEST, MOST_TERMS, SHOWN, Term, asked, fold, marked


def terms(text):
    return [(" ".join(t.words), t.is_open) for t in asked(text).terms]


def shown(text, typed):
    return "".join(f"[{p.text}]" if p.is_marked else p.text for p in marked(text, asked(typed).terms))


def test_terms():
    assert terms("Checkout DOWN") == [("checkout", True), ("down", True)]
    assert terms('"log volume" full') == [("log volume", False), ("full", True)]
    assert terms("PIR-2026-0001") == [("pir 2026 0001", True)]
    assert terms("Wójcik Übung naïve") == [("wojcik", True), ("ubung", True), ("naive", True)]
    assert terms('"open quote') == [("open", True), ("quote", True)]
    assert terms("a a A") == [("a", True)]
    for nothing in ("", "   ", '"', '""', "*)(", "-- ;", "\x00\x07", "_ _"):
        assert terms(nothing) == []


def test_too_much_is_cut():
    assert len(asked(" ".join(f"w{n}" for n in range(40))).terms) == MOST_TERMS
    assert len(asked("x" * 5000).text) == LONGEST


def test_marked():
    assert shown("The log volume of the LOG", "log") == "The [log] volume of the [LOG]"
    assert shown("The logs, Volumes", '"log volume"') == "The logs, Volumes"
    assert shown("The log-volume is full", '"log volume"') == "The [log-volume] is full"
    assert shown("Checkouts by Wójcik", "check wojcik") == "[Checkouts] by [Wójcik]"
    assert shown("see PIR-2026-0001 and PIR-2026-0012", "pir-2026-00") == "see [PIR-2026-0001] and [PIR-2026-0012]"
    assert shown("a\n\n  b", "b") == "a [b]"


def test_the_part_around_the_first_place():
    text = "word " * 200 + "needle " + "after " * 200
    pieces = marked(text, asked("needle").terms)
    assert pieces[0].text == "… "
    assert [p.text for p in pieces if p.is_marked] == ["needle"]
    assert pieces[-1].text.endswith(" …")
    assert sum(len(p.text) for p in pieces) <= SHOWN + 4


def test_folding_keeps_other_alphabets():
    assert fold("ÅNGSTRÖM Привет ΑΘΉΝΑ") == "angstrom привет αθηνα"


@given(st.text(max_size=300), st.text(max_size=60))
def test_no_text_and_no_typing_is_an_error_and_nothing_is_added(text, typed):
    wanted = asked(typed)
    pieces = marked(text, wanted.terms)
    told = "".join(p.text for p in pieces)
    flat = " ".join(text.split())
    assert told.removeprefix("… ").removesuffix(" …") in flat or told == flat
    assert all(isinstance(term, Term) and term.words for term in wanted.terms)
