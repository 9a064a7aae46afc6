"""Entries: all or none, never twice, with evidence; gaps explained once; a cause keeps its entry."""

from __future__ import annotations

from datetime import timedelta

import make
import pytest

from kernel.errors import Invalid, NotFound, Stale
from pir.queries.document import document
from pir.service.timeline import NewEntry, add_entries, edit_entry, explain_gap, of_review, remove_entry

L = "Europe/London"


def entry(text="Checkout answered 503", minute=0, **more):
    return NewEntry(make.at() + timedelta(minutes=minute), text, L, **more)


@pytest.fixture
def review(session, team):
    return make.review(session, team.anna, entries=())


def test_the_same_lines_again_add_nothing(session, team, review):
    ref = review.record.ref
    assert len(add_entries(session, team.anna, ref, [entry(), entry("Page sent", 11), entry()])) == 2
    assert add_entries(session, team.carl, ref, [entry(), entry("Page sent", 11)]) == []
    assert len(add_entries(session, team.anna, ref, [entry("Page sent", 12)])) == 1
    assert [e.text for e in of_review(session, review.id)] == ["Checkout answered 503", "Page sent", "Page sent"]


def test_one_that_cannot_be_stops_all(session, team, review):
    with pytest.raises(Invalid):
        add_entries(session, team.anna, review.record.ref, [entry(), entry("Backwards", 5, until=make.at())])
    assert of_review(session, review.id) == []


def test_evidence_is_numbered_in_the_review_and_shared(session, team, review):
    add_entries(session, team.anna, review.record.ref, [entry(evidence=["https://a.example", "db.log"]), entry("Later", 3, evidence=["db.log"])])
    shown = document(session, review)
    assert [e["evidence"] for e in shown["timeline"]["entries"]] == [[1, 2], [2]]
    assert [(e["number"], e["url"]) for e in shown["evidence"]] == [(1, "https://a.example"), (2, None)]


def test_an_edited_entry_keeps_its_place_in_time(session, team, review):
    first, second = add_entries(session, team.anna, review.record.ref, [entry(), entry("Second", 3)])
    values = {"at": make.at() + timedelta(minutes=5), "typed": "14:08", "text": "Moved", "evidence": ["x.log"]}
    edit_entry(session, team.carl, review.record.ref, first.id, first.version, values)
    assert [e.text for e in of_review(session, review.id)] == ["Second", "Moved"]


def test_a_stale_entry_names_both_texts(session, team, review):
    (row,) = add_entries(session, team.anna, review.record.ref, [entry(typed="14:03")])
    read = row.version
    edit_entry(session, team.raj, review.record.ref, row.id, read, {"at": row.at, "typed": "14:03", "text": "Raj's words"})
    with pytest.raises(Stale) as stale:
        edit_entry(session, team.anna, review.record.ref, row.id, read, {"at": row.at, "typed": "20 Nov 2026 14:03", "text": "Anna's words"})
    assert [(c.field, c.theirs, c.yours) for c in stale.value.clashes] == [("text", "Raj's words", "Anna's words")]


def test_an_entry_that_a_cause_rests_on_stays(session, team, review):
    (row,) = add_entries(session, team.anna, review.record.ref, [entry()])
    make.factor(session, team.anna, review, "The log volume filled", evidence=[f"entry:{row.id}"])
    with pytest.raises(Invalid) as wrong:
        remove_entry(session, team.anna, review.record.ref, row.id, row.version)
    assert "cause rests on this entry" in str(wrong.value)
    assert len(of_review(session, review.id)) == 1


def test_an_entry_of_another_review_is_not_there(session, team, review):
    other = make.review(session, team.raj)
    foreign = of_review(session, other.id)[0]
    with pytest.raises(NotFound):
        remove_entry(session, team.anna, review.record.ref, foreign.id, foreign.version)


def test_a_gap_is_explained_once(session, team, review):
    """Detected 14:14, restored 15:21; entries at 14:14, 14:16, 14:18, 15:19: silence from 14:18 to 15:19, 61 minutes."""
    add_entries(session, team.anna, review.record.ref, [entry(str(m), m) for m in (11, 13, 15, 76)])
    (gap,) = document(session, review)["timeline"]["gaps"]
    assert (gap["from"], gap["minutes"], gap["explanation"]) == ("2026-11-20T14:18:00Z", 61, None)
    start, end = make.at("2026-11-20 14:18"), make.at("2026-11-20 15:19")
    explain_gap(session, team.carl, review.record.ref, start, end, "Nobody knows")
    explain_gap(session, team.anna, review.record.ref, start, end, "Waiting on a supplier")
    (gap,) = document(session, review)["timeline"]["gaps"]
    assert gap["explanation"] == "Waiting on a supplier"
    assert len(of_review(session, review.id)) == 5
