"""Correcting a typing error in a version that is signed: logged, shown, and without a new signature (decision 7)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import TimelineEntry
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, require_on
from kernel.record import lock
from pir.models import Correction, Finding, FindingKind, Review
from pir.queries.corrections import corrections_of
from pir.queries.editions import frozen_edition
from pir.queries.review import find
from pir.rules import corrections as rules
from pir.rules.content import thawed
from pir.rules.corrections import NARRATIVE, Place
from pir.rules.lifecycle import SIGNED
from pir.service.editing import expect, save

CORRECT = "correct a review"


def correctable(session: Session, actor: Actor, ref: str) -> tuple[Review, dict[Place, tuple[str, str]]]:
    """The review, and every text of its signed version that may be corrected, as it reads now."""
    review = find(session, actor, ref)
    require_on(session, actor, CORRECT, review.record)
    return review, rules.texts(_reading(session, review)[1])


def correct(
    session: Session, actor: Actor, ref: str, version: int | None, *, part: str, item: str, text: str, reason: str
) -> Correction:
    """Put ``text`` in the place of what stands there. Refused with the reason where it is more than a typing error."""
    review = find(session, actor, ref)
    require_on(session, actor, CORRECT, review.record)
    lock(session, review.record)
    session.refresh(review, ["state", "edition"])
    snapshot_id, reading = _reading(session, review)
    label, before = rules.texts(reading).get((part, item), ("", ""))
    if not label:
        raise Invalid({"part": ["Select a text of this version"]})
    expect(session, review, version, {"text": before}, {"text": text})
    wrong = rules.why_not(part, before, text)
    if wrong:
        raise Invalid({"text": [wrong]})
    row = Correction(snapshot_id=snapshot_id, number=len(reading["corrections"]) + 1, part=part, item=item, label=label,
                     before=before, after=text, reason=reason, person_id=actor.person_id)
    session.add(row)
    _follow(session, review, part, item, before, text)
    save(session, actor, review, "correct review", {label: before}, {label: text, "reason": reason})
    return row


def _reading(session: Session, review: Review) -> tuple[int, dict[str, Any]]:
    """The signed snapshot's id, and its document with the corrections so far."""
    if review.state not in SIGNED:
        text = "Only a version that is approved is corrected. Change this one as a draft."
        raise Refused([Obstacle(text, "approval")])
    snapshot = frozen_edition(session, review.id, review.edition)
    if snapshot is None:
        raise Refused([Obstacle("This version was never frozen.", "approval")])
    return snapshot.id, rules.corrected(thawed(snapshot.document), corrections_of(session, snapshot.id))


def _follow(session: Session, review: Review, part: str, item: str, before: str, text: str) -> None:
    """The live rows read the same, so that the next version begins with the corrected words."""
    if part == "title":
        review.record.title = text
    elif part in NARRATIVE:
        setattr(review, part, text)
    elif part == "entry":
        row = session.get(TimelineEntry, int(item))
        if row is not None and row.text == before:
            row.text = text
    else:
        kind = FindingKind(item.partition("/")[0])
        same = sa.and_(Finding.review_id == review.id, Finding.kind == kind, Finding.text == before)
        session.execute(sa.update(Finding).where(same).values(text=text))
