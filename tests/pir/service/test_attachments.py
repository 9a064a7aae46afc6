"""The register of evidence: stored once, numbered for ever, taken out only when nothing rests on it."""

from __future__ import annotations

import make
import pytest
import sqlalchemy as sa

from kernel import audit, blob
from kernel.blob import Blob
from kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from pir.queries.document import document
from pir.queries.evidence import find_piece, register
from pir.service import lifecycle
from pir.service.attachments import attach, edit_piece, remove_piece
from pir.service.timeline import edit_entry, of_review


@pytest.fixture
def review(session, team):
    return make.review(session, team.anna)


def numbers(session, review):
    return [p.row.number for p in register(session, review)]


def blobs(session):
    return session.scalar(sa.select(sa.func.count()).select_from(Blob))


def test_files_a_link_and_a_note(session, team, review):
    ref = review.record.ref
    files = [make.attachment(), make.attachment("db.log", b"14:03 volume full\n")]
    found = attach(session, team.carl, ref, files=files, link="https://wiki.example.com/x", facts={"source": "Grafana"})
    attach(session, team.carl, ref, facts={"description": "Paper log of the shift leader"})
    assert [(f.piece.number, f.known) for f in found] == [(1, False), (2, False), (3, False)]
    told = document(session, review)["evidence"]
    assert [(e["number"], e["description"], e["filename"], e["url"], e["source"], e["captured_by"]) for e in told] == [
        (1, "graph.png", "graph.png", None, "Grafana", "Carl Berg"), (2, "db.log", "db.log", None, "Grafana", "Carl Berg"),
        (3, "https://wiki.example.com/x", None, "https://wiki.example.com/x", "Grafana", "Carl Berg"),
        (4, "Paper log of the shift leader", None, None, "", "Carl Berg"),
    ]
    assert told[0]["sha256"] == files[0].sha256
    assert blob.content_of(session, files[0].sha256) == make.PNG


def test_the_same_bytes_are_stored_once(session, team, review):
    ref = review.record.ref
    attach(session, team.anna, ref, files=[make.attachment()])
    again = attach(session, team.carl, ref, files=[make.attachment("other name.png"), make.attachment("new.txt", b"new")])
    assert [(f.piece.number, f.known, f.piece.filename) for f in again] == [(1, True, "graph.png"), (2, False, "new.txt")]
    other = make.review(session, team.anna)
    attach(session, team.anna, other.record.ref, files=[make.attachment()])
    assert (numbers(session, review), numbers(session, other), blobs(session)) == ([1, 2], [1], 2)


def test_nothing_at_all_is_refused(session, team, review):
    with pytest.raises(Invalid, match="Select a file, or enter a link or a description"):
        attach(session, team.anna, review.record.ref)


def test_evidence_of_an_entry_and_of_a_cause(session, team, review):
    ref, entry = review.record.ref, of_review(session, review.id)[0]
    factor = make.factor(session, team.anna, review, "The volume was full")
    attach(session, team.anna, ref, files=[make.attachment()], shows=f"entry:{entry.id}")
    attach(session, team.anna, ref, files=[make.attachment()], shows=factor)
    [piece] = register(session, review)
    assert [(use.entry_id, use.ref) for use in piece.uses] == [(entry.id, None), (None, factor)]
    assert document(session, review)["timeline"]["entries"][0]["evidence"] == [1]
    with pytest.raises(Refused, match="E 1 is used"):
        remove_piece(session, team.anna, ref, 1, piece.row.version)
    for wrong in ("entry:999999", "entry:x", "FAC-9999", "entry:²"):
        with pytest.raises(Invalid, match="Select an entry or a cause"):
            attach(session, team.anna, ref, files=[make.attachment()], shows=wrong)


def test_an_entry_names_a_piece_by_its_number(session, team, review):
    ref, entry = review.record.ref, of_review(session, review.id)[0]
    attach(session, team.anna, ref, files=[make.attachment()])
    row = edit_entry(session, team.anna, ref, entry.id, entry.version, {"evidence": ["e 1".upper(), "https://example.com/x"]})
    assert [p.number for p in row.evidence] == [1, 2]
    row = edit_entry(session, team.anna, ref, entry.id, entry.version, {"evidence": ["E 1", "https://example.com/x"]})
    assert (numbers(session, review), [p.number for p in row.evidence]) == ([1, 2], [1, 2])
    with pytest.raises(Invalid, match="There is no E 9 in the register"):
        edit_entry(session, team.anna, ref, entry.id, entry.version, {"evidence": ["E 9"]})


def test_a_description_longer_than_its_column_is_one_piece(session, team, review):
    ref, entry = review.record.ref, of_review(session, review.id)[0]
    for _ in range(2):
        edit_entry(session, team.anna, ref, entry.id, entry.version, {"evidence": ["x" * 400]})
    assert numbers(session, review) == [1]


def test_a_piece_taken_out_keeps_its_number_and_comes_back_with_it(session, team, review):
    ref = review.record.ref
    first = attach(session, team.anna, ref, files=[make.attachment()])[0].piece
    remove_piece(session, team.anna, ref, 1, first.version)
    assert (numbers(session, review), document(session, review)["evidence"], blobs(session)) == ([], [], 0)
    with pytest.raises(NotFound):
        find_piece(session, review, 1)
    attach(session, team.anna, ref, facts={"description": "A note"})
    assert numbers(session, review) == [2]
    back = attach(session, team.anna, ref, files=[make.attachment()])[0]
    assert (back.piece.number, back.known, numbers(session, review)) == (1, False, [1, 2])
    assert blob.content_of(session, first.sha256) == make.PNG


def test_bytes_stay_while_another_review_has_them(session, team, review):
    other = make.review(session, team.anna)
    pieces = [attach(session, team.anna, r.record.ref, files=[make.attachment()])[0].piece for r in (review, other)]
    remove_piece(session, team.anna, review.record.ref, 1, pieces[0].version)
    assert blobs(session) == 1
    remove_piece(session, team.anna, other.record.ref, 1, pieces[1].version)
    assert blobs(session) == 0


def test_what_was_signed_stays(session, team):
    review = make.review(session, team.anna)
    ref = review.record.ref
    piece = attach(session, team.anna, ref, files=[make.attachment()])[0].piece
    lifecycle.transition(session, team.anna, ref, "submit")
    with pytest.raises(Refused, match="in review"):
        attach(session, team.anna, ref, facts={"description": "Too late"})
    lifecycle.transition(session, team.anna, ref, "withdraw")
    with pytest.raises(Refused, match="Version 1, which was sent for approval, holds E 1"):
        remove_piece(session, team.anna, ref, 1, piece.version)


def test_described_anew(session, team, review):
    ref = review.record.ref
    piece = attach(session, team.anna, ref, files=[make.attachment()])[0].piece
    edit_piece(session, team.carl, ref, 1, piece.version, {"description": "Orders a minute", "source": "Grafana", "captured_by": "", "captured_at": None})
    assert (piece.description, piece.source, piece.filename) == ("Orders a minute", "Grafana", "graph.png")
    with pytest.raises(Stale):
        edit_piece(session, team.carl, ref, 1, 1, {"description": "Other"})
    edit_piece(session, team.carl, ref, 1, piece.version, {"description": ""})
    assert piece.description == "graph.png"
    session.commit()
    verbs = [row.verb for row in session.scalars(sa.select(audit.AuditEntry).where(audit.AuditEntry.verb.contains("evidence")))]
    assert verbs == ["add evidence", "edit evidence", "edit evidence"]


def test_who_may(session, team, review):
    with pytest.raises(Forbidden):
        attach(session, team.vera, review.record.ref, files=[make.attachment()])
    hidden = make.review(session, team.anna, classification="restricted")
    with pytest.raises(NotFound):
        attach(session, team.carl, hidden.record.ref, files=[make.attachment()])
