"""Story, impact and findings: saved whole, stale ones answered with both texts, nothing changed after a refusal."""

from __future__ import annotations

import make
import pytest

from kernel.errors import Forbidden, Refused, Stale
from pir.queries.document import document
from pir.service.content import edit_story, set_findings, set_impact

ROW = {"measure": "Customers refused", "value": "41,200", "unit": "", "precision": "about", "source": "gateway log"}


def test_the_story_is_saved_and_counts_up_the_version(session, team):
    review = make.review(session, team.anna)
    before = review.record.version
    edit_story(session, team.raj, review.record.ref, before, {"title": "Checkout down", "severity": 2, "summary": "Refused."})
    shown = document(session, review)
    assert (shown["review"]["title"], shown["review"]["severity"], shown["narrative"]["summary"]) == ("Checkout down", 2, "Refused.")
    assert review.record.version > before


def test_saving_what_stands_there_changes_nothing(session, team):
    review = make.review(session, team.anna)
    before = review.record.version
    edit_story(session, team.anna, review.record.ref, before, {"title": review.record.title, "severity": 1, "summary": ""})
    assert review.record.version == before


def test_a_stale_story_shows_both_texts_of_what_differs(session, team):
    review = make.review(session, team.anna)
    read = review.record.version
    edit_story(session, team.raj, review.record.ref, read, {"summary": "Raj's summary"})
    with pytest.raises(Stale) as stale:
        edit_story(session, team.anna, review.record.ref, read, {"title": review.record.title, "summary": "Anna's summary"})
    assert stale.value.by == "Raj Patel"
    assert [(c.field, c.theirs, c.yours) for c in stale.value.clashes] == [("summary", "Raj's summary", "Anna's summary")]
    assert review.summary == "Raj's summary"


def test_no_version_is_stale_too(session, team):
    review = make.review(session, team.anna)
    with pytest.raises(Stale):
        set_impact(session, team.anna, review.record.ref, None, [ROW])


def test_the_impact_is_replaced_in_its_order(session, team):
    review = make.review(session, team.anna)
    set_impact(session, team.anna, review.record.ref, review.record.version, [ROW, {**ROW, "measure": "Minutes", "value": "78", "unit": "min", "precision": "exact"}])
    set_impact(session, team.anna, review.record.ref, review.record.version, [{**ROW, "measure": "B"}, {**ROW, "measure": "A"}])
    assert [(i["measure"], i["precision"]) for i in document(session, review)["impact"]] == [("B", "about"), ("A", "about")]


def test_a_stale_impact_tells_both_tables(session, team):
    review = make.review(session, team.anna)
    read = review.record.version
    set_impact(session, team.raj, review.record.ref, read, [ROW])
    with pytest.raises(Stale) as stale:
        set_impact(session, team.anna, review.record.ref, read, [{**ROW, "value": "40,000", "precision": "exact"}])
    (clash,) = stale.value.clashes
    assert clash.theirs == "Customers refused: about 41,200 (gateway log)"
    assert clash.yours == "Customers refused: 40,000 (gateway log)"


def test_a_contributor_may_write_findings_and_not_the_story(session, team):
    review = make.review(session, team.anna)
    set_findings(session, team.carl, review.record.ref, review.record.version, {"well": ["a", "b"], "badly": [], "lucky": ["c"]})
    assert document(session, review)["findings"] == {"well": ["a", "b"], "badly": [], "lucky": ["c"]}
    with pytest.raises(Forbidden):
        edit_story(session, team.carl, review.record.ref, review.record.version, {"summary": "x"})


def test_nothing_is_changed_outside_draft(session, team):
    review = make.submitted(session, team.anna)
    with pytest.raises(Refused) as refused:
        edit_story(session, team.anna, review.record.ref, review.record.version, {"summary": "x"})
    assert refused.value.obstacles[0].text.startswith(f"{review.record.ref} is in review")
    assert refused.value.obstacles[0].where == "approval"
