"""Words added and removed, rows that came, went and changed; checked by hand and against what the words say of themselves."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pir.rules.corrections import corrected, texts, why_not
from pir.rules.difference import PARTS, difference
from pir.rules.word_changes import word_changes
from tests.exports import documents

WORDS = st.lists(st.sampled_from(["disk", "full", "the", "log", "was", "no\n", "Ünï"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_the_pieces_tell_both_texts(old, new):
    pieces = word_changes(old, new)
    assert "".join(p.text for p in pieces if p.sign in "=+").split() == new.split()
    assert [w for p in pieces if p.sign in "=-" for w in p.text.split()] == old.split()
    assert all(p.sign == "=" for p in pieces) == (old.split() == new.split())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("a b", "a  b", [("=", "a  b")]),
        ("The disk was full", "The disk of the log was full", [("=", "The disk "), ("+", "of the log "), ("=", "was full")]),
        ("one two", "", [("-", "one two")]),
        ("probe failed", "check failed", [("-", "probe "), ("+", "check "), ("=", "failed")]),
    ],
)
def test_by_hand(old, new, expected):
    assert [(p.sign, p.text) for p in word_changes(old, new)] == expected


def test_a_long_text_of_one_word_is_compared_at_once():
    """10,000 equal words are the worst case of the usual comparison, which would look at 10^8 pairs."""
    pieces = word_changes("a " * 10_000, "b " + "a " * 9_999 + "b")
    assert "".join(p.text for p in pieces if p.sign in "=+").split() == ["b", *["a"] * 9_999, "b"]


def test_equal_documents_have_no_difference():
    for make_document in documents.ALL.values():
        assert difference(make_document(), make_document()) == ()


def told(old, new):
    return {part.key: [(c.kind, c.label) for c in part.changes] for part in difference(old, new)}


def test_every_part_of_a_document_tells_its_changes():
    old, new = documents.rich(), documents.rich()
    new["review"]["severity"] = 2
    new["narrative"]["summary"] += " Nobody was hurt."
    new["narrative"]["trigger"] = ""
    new["impact"][0]["value"] = "41,300"
    del new["impact"][1]
    del new["timeline"]["entries"][2]
    new["timeline"]["entries"][0]["text"] += " again"
    new["findings"]["lucky"].append("It was a Sunday")
    new["result"] = {"kind": "probable", "words": "", "continues_in": "PRB-0042"}
    new["actions"][0]["due"] = "2027-01-31"
    factor = new["analysis"]["questions"][0]["causes"]["factors"][0]
    factor["statement"] = "Something else"
    new["people"] = new["people"][1:]
    found = told(old, new)
    assert found["facts"] == [("changed", "Severity")]
    assert found["story"] == [("changed", "Summary"), ("removed", "Trigger")]
    assert found["impact"] == [("changed", "Customers refused at checkout"), ("removed", "Orders lost")]
    assert sorted(kind for kind, _ in found["timeline"]) == ["changed", "removed"]
    assert found["findings"] == [("added", "Lucky")]
    assert found["result"] == [("changed", "Result")]
    assert found["actions"] == [("changed", new["actions"][0]["ref"])]
    assert ("changed", factor["id"]) in found["causes"]
    assert [kind for kind, _ in found["people"]] == ["removed"]


def test_backwards_is_the_opposite():
    old, new = documents.rich(), documents.empty()
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}
    there, back = told(old, new), told(new, old)
    assert there.keys() == back.keys()
    assert {key: sorted((opposite[k], label) for k, label in rows) for key, rows in there.items()} == {k: sorted(v) for k, v in back.items()}


def test_each_part_has_a_name_of_its_own():
    assert len({key for key, _, _ in PARTS}) == len(PARTS) == len({name for _, name, _ in PARTS})


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("The dsik was full", "The disk was full", None),
        ("The team, was calm", "The team was calm", None),
        ("The disk was full", "The disk was full", "Nothing is changed"),
        ("The disk was full", " ", "cannot be corrected away"),
        ("It lasted 78 minutes", "It lasted 87 minutes", "A number changes"),
        ("At 14:03 it failed", "At 14:30 it failed", "A number changes"),
        ("It was full", "It was not full", "A “not” comes or goes"),
        ("It wasn't full", "It was full", "A “not” comes or goes"),
        ("The disk of the log was full", "A person had filled all of it up", "words change"),
        (" ".join(f"word{chr(97 + i % 26)}" for i in range(100)), " ".join(f"word{chr(97 + i % 26)}" for i in range(95)) + " five other words stand here", None),
        ("a", "x" * 20_001, "must be 20,000 characters or fewer"),
    ],
)
def test_what_is_editorial(before, after, fault):
    found = why_not("summary", before, after)
    assert (found is None) if fault is None else (fault in found)


def test_a_corrected_document_is_derived_and_the_signed_one_untouched():
    signed = documents.rich()
    before = copy.deepcopy(signed)
    entry = signed["timeline"]["entries"][0]
    fixes = [
        {"part": "title", "item": "", "after": "A"}, {"part": "recovery", "item": "", "after": "B"},
        {"part": "entry", "item": str(entry["id"]), "after": "C"}, {"part": "finding", "item": "well/1", "after": "D"},
        {"part": "title", "item": "", "after": "E"},
    ]
    made = corrected(signed, fixes)
    assert signed == before
    assert (made["review"]["title"], made["narrative"]["recovery"]) == ("E", "B")
    assert (made["timeline"]["entries"][0]["text"], made["findings"]["well"][1]) == ("C", "D")
    assert made["corrections"] == fixes
    assert texts(made)["finding", "well/1"] == ("What went well", "D")
