"""The register of evidence of a review: files, links and notes added, described anew, and taken out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import TimelineEntry
from kernel import audit, blob, clock
from kernel.edit import changes, expect_version
from kernel.errors import Invalid, NotFound, Obstacle, Refused
from kernel.evidence import Evidence
from kernel.intake.attachment import Attachment
from kernel.permission import Actor
from kernel.pieces import LONGEST, Attached, Register
from pir.models import FactorEvidence, Review, Snapshot
from pir.queries.evidence import find_piece, is_used
from pir.service.causes import find_factor
from pir.service.editing import CONTRIBUTE, open_for_change
from pir.service.timeline import find_entry

LABELS = {"description": "Description", "source": "Source", "captured_by": "Captured by", "captured_at": "Captured"}
NOTHING = "Select a file, or enter a link or a description"


def attach(
    session: Session, actor: Actor, ref: str, *, files: Sequence[Attachment] = (), link: str = "", shows: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> list[Attached]:
    """Add each file and the link, or a note when there is neither. ``facts``: description, source, captured_by, captured_at.

    ``shows``: ``entry:12`` or the reference of a cause that each of them is evidence of. ``Invalid`` by field.
    """
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    told = {key: value for key, value in (facts or {}).items() if value}
    if not (files or link or told.get("description")):
        raise Invalid({"files": [NOTHING]})
    register = Register(session, actor, review.id, told)
    found = [register.file(one) for one in files]
    if link or not files:
        found.append(register.text(link))
    session.flush()
    if shows:
        _use(session, review, [one.piece for one in found], shows)
    new = [one.piece for one in found if not one.known]
    if new or shows:
        audit.note(session, actor, "add evidence", record_id=review.id, after={
            "evidence": [f"E {p.number} {p.name}" for p in (one.piece for one in found)],
            "sha256": [p.sha256 for p in new if p.sha256], **({"shows": shows} if shows else {})})
    return found


def edit_piece(
    session: Session, actor: Actor, ref: str, number: int, version: int | None, values: Mapping[str, Any]
) -> Evidence:
    """Describe a piece anew; what it is (its file, its link) stays what it is."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    piece = find_piece(session, review, number)
    shown = {name: getattr(piece, name) for name in LABELS}
    expect_version(f"E {number}", piece.version, version, labels=LABELS, theirs=shown, yours=values)
    given = {name: values[name] for name in LABELS if name in values}
    given["description"] = given.get("description") or piece.name[:LONGEST]
    before, after = changes(piece, {k: v for k, v in given.items() if k != "captured_at" or v})
    session.flush()
    if after:
        audit.note(session, actor, "edit evidence", record_id=review.id, before={"number": number, **before}, after={"number": number, **after})
    return piece


def remove_piece(session: Session, actor: Actor, ref: str, number: int, version: int | None) -> None:
    """Take a piece out that nothing rests on. Its number is not given again; its bytes go when no other record has them."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    piece = find_piece(session, review, number)
    expect_version(f"E {number}", piece.version, version)
    if is_used(session, piece):
        raise Refused([Obstacle(f"E {number} is used. Take it out of the entries and causes that name it first.", "evidence")])
    edition = _signed_with(session, review, number)
    if edition is not None:
        raise Refused([Obstacle(f"Version {edition}, which was sent for approval, holds E {number}. It stays with it.", "evidence")])
    piece.removed_at = clock.now()
    session.flush()
    if piece.sha256 and not _is_held(session, piece.sha256):
        blob.forget(session, piece.sha256)
    audit.note(session, actor, "remove evidence", record_id=review.id,
               before={"evidence": [f"E {number} {piece.name}"], "sha256": piece.sha256})


def _use(session: Session, review: Review, pieces: Sequence[Evidence], shows: str) -> None:
    """Make the pieces evidence of a timeline entry or a cause of this review."""
    try:
        target: TimelineEntry | Any
        if shows.startswith("entry:") and shows[6:].isdecimal() and shows.isascii():
            target = find_entry(session, review, int(shows[6:]))
            target.evidence = list(dict.fromkeys([*target.evidence, *pieces]))
        else:
            target = find_factor(session, review, shows)
            held = {row.evidence_id for row in target.evidence}
            target.evidence += [FactorEvidence(evidence_id=piece.id) for piece in pieces if piece.id not in held]
    except NotFound:
        raise Invalid({"shows": ["Select an entry or a cause from the list"]}) from None
    session.flush()


def _signed_with(session: Session, review: Review, number: int) -> int | None:
    """The edition of a frozen document that lists the piece."""
    rows = session.execute(sa.select(Snapshot.edition, Snapshot.document).where(Snapshot.review_id == review.id))
    return next((row.edition for row in rows if any(p["number"] == number for p in json.loads(row.document)["evidence"])), None)


def _is_held(session: Session, sha256: str) -> bool:
    live = sa.select(Evidence.id).where(Evidence.sha256 == sha256, Evidence.removed_at.is_(None))
    return session.scalar(live.limit(1)) is not None
