"""The common first step of every write to a review: found, allowed, open for change, and locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.edit import expect_version
from kernel.errors import Obstacle, Refused
from kernel.permission import Actor, require_on
from kernel.record import lock, touch
from organisation.models import Person
from pir.models import Review
from pir.queries.review import find
from pir.rules.lifecycle import EDITABLE

EDIT = "edit a review"
CONTRIBUTE = "contribute to a review"

#: Field of a form -> its words on the page that shows both texts of a conflict.
LABELS = {
    "title": "Title", "text": "Text", "severity": "Severity", "summary": "Summary", "trigger": "Trigger", "detection": "Detection",
    "response": "Response", "recovery": "Recovery", "impact": "Impact", "well": "What went well",
    "badly": "What was hard", "lucky": "Where we were lucky", "session_at": "Planned for", "held_at": "Held on",
    "people": "People", "response_check": "Response check", "warranted": "Warranted severity", "warranted_impact": "Impact in hindsight",
    "warranted_urgency": "Urgency in hindsight", "warranted_reason": "Reason", "classification": "Classification",
    "result": "Result", "result_words": "In words", "continues_in": "The analysis continues in",
}


def open_for_change(session: Session, actor: Actor, ref: str, verb: str = EDIT) -> Review:
    """The review, locked, when ``actor`` may do ``verb`` and its content may be changed in its state."""
    review = find(session, actor, ref)
    require_on(session, actor, verb, review.record)
    lock(session, review.record)
    session.refresh(review, ["state"])
    _require_draft(review)
    return review


def shown_for_change(session: Session, actor: Actor, ref: str, verb: str = EDIT) -> Review:
    """The review for a page that offers to change it: the same refusals, and nothing is locked."""
    review = find(session, actor, ref)
    require_on(session, actor, verb, review.record)
    _require_draft(review)
    return review


def _require_draft(review: Review) -> None:
    if review.state not in EDITABLE:
        state = review.state.value.replace("_", " ")
        text = f"{review.record.ref} is {state}. Take it back to draft or amend it before you change it."
        raise Refused([Obstacle(text, "approval")])


def name_of(session: Session, person_id: int | None) -> str | None:
    return session.scalar(sa.select(Person.name).where(Person.id == person_id)) if person_id else None


def expect(
    session: Session, review: Review, version: int | None, theirs: Mapping[str, Any], yours: Mapping[str, Any]
) -> None:
    """``Stale`` with both texts unless the review is still the one that the person read."""
    expect_version(review.record.ref, review.record.version, version, labels=LABELS, theirs=theirs, yours=yours,
                   by=name_of(session, review.record.changed_by_id))


def save(
    session: Session, actor: Actor, review: Review, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """The common last step: the version grows, and the audit trail says what changed."""
    touch(review.record, actor.person_id)
    session.flush()
    audit.note(session, actor, verb, record_id=review.id, before=dict(before), after=dict(after))
