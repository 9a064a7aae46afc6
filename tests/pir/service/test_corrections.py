"""Editorial corrections and versions through the services: what was signed stays, what is read is mended."""

from __future__ import annotations

import json

import make
import pytest
import sqlalchemy as sa

from exports.snapshot import of_review
from kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from pir.models import Snapshot
from pir.queries.document import content, document
from pir.queries.submissions import between, submissions
from pir.rules.content import content_hash
from pir.service.content import edit_story, set_findings
from pir.service.corrections import correct, correctable
from pir.service.lifecycle import transition


@pytest.fixture
def signed(session, team):
    review = make.review(session, team.anna)
    ref = review.record.ref
    edit_story(session, team.anna, ref, review.record.version, {"summary": "The dsik was full for 78 minutes."})
    set_findings(session, team.anna, ref, review.record.version, {"well": ["The teem was calm"], "badly": [], "lucky": []})
    transition(session, team.anna, ref, "submit")
    return transition(session, team.maya, ref, "approve")


def fix(session, actor, review, text, part="summary", item="", reason="Typing error", version=None):
    return correct(session, actor, review.record.ref, version or review.record.version, part=part, item=item, text=text, reason=reason)


def test_the_signed_text_keeps_its_hash_and_the_reading_is_mended(session, team, signed):
    snapshot = session.scalars(sa.select(Snapshot)).one()
    held = (snapshot.document, snapshot.content_hash)
    row = fix(session, team.anna, signed, "The disk was full for 78 minutes.")
    fix(session, team.anna, signed, "The team was calm", "finding", "well/0")
    assert (row.number, row.label, row.before) == (1, "Summary", "The dsik was full for 78 minutes.")
    session.refresh(snapshot)
    assert (snapshot.document, snapshot.content_hash) == held
    assert content_hash(content(json.loads(snapshot.document))) == snapshot.content_hash
    report = of_review(session, team.vera, signed.record.ref)
    assert report["narrative"]["summary"] == signed.summary == "The disk was full for 78 minutes."
    assert report["findings"]["well"] == document(session, signed)["findings"]["well"] == ["The team was calm"]
    assert [(c["number"], c["by"], c["reason"]) for c in report["corrections"]] == [(1, "Anna Kowalski", "Typing error"), (2, "Anna Kowalski", "Typing error")]
    assert [a["decision"] for a in report["approvals"]] == ["submitted", "approved"]  # no new signature


def test_an_entry_and_the_title(session, team, signed):
    _, found = correctable(session, team.anna, signed.record.ref)
    (place,) = [p for p, (_, text) in found.items() if text.startswith("Log volume full")]
    fix(session, team.anna, signed, "Log volume full; the checkout answered 503", *place)
    fix(session, team.anna, signed, "Checkout and card payment down for every customer", "title")
    shown = of_review(session, team.anna, signed.record.ref)
    assert shown["timeline"]["entries"][0]["text"] == "Log volume full; the checkout answered 503"
    assert signed.record.title == shown["review"]["title"] == "Checkout and card payment down for every customer"


def test_who_and_when(session, team, signed):
    for actor in (team.vera, team.carl):
        with pytest.raises(Forbidden):
            fix(session, actor, signed, "The disk was full for 78 minutes.")
    with pytest.raises(Invalid, match="A number changes"):
        fix(session, team.anna, signed, "The disk was full for 87 minutes.")
    with pytest.raises(Invalid, match="Select a text"):
        fix(session, team.anna, signed, "x", "finding", "well/7")
    with pytest.raises(Stale) as stale:
        fix(session, team.anna, signed, "The disk was full for 78 minutes.", version=1)
    assert [(c.theirs, c.yours) for c in stale.value.clashes] == [("The dsik was full for 78 minutes.", "The disk was full for 78 minutes.")]
    draft = make.review(session, team.anna)
    with pytest.raises(Refused, match="Only a version that is approved"):
        fix(session, team.anna, draft, "x", "title")


def test_the_next_version_begins_corrected_and_its_difference_is_told(session, team, signed):
    ref = signed.record.ref
    fix(session, team.anna, signed, "The disk was full for 78 minutes.")
    transition(session, team.anna, ref, "amend", reason="The count was wrong")
    assert document(session, signed)["corrections"] == []  # they belong to version 1
    edit_story(session, team.anna, ref, signed.record.version, {"trigger": "A change"})
    held = submissions(session, signed)
    assert [one.key for one in held] == ["1.1", "now"]
    parts = between(session, signed, held, "1.1", "now")
    (story,) = [p for p in parts if p.key == "story"]
    assert [(c.kind, c.label) for c in story.changes] == [("changed", "Summary"), ("added", "Trigger")]
    transition(session, team.anna, ref, "submit")
    transition(session, team.maya, ref, "return_to_author", reason="Thin")
    transition(session, team.anna, ref, "submit")
    held = submissions(session, signed)
    assert [one.key for one in held] == ["1.1", "2.1", "2.2"]
    assert between(session, signed, held, "2.1", "2.2") == ()
    with pytest.raises(NotFound):
        between(session, signed, held, "1.1", "9.9")
