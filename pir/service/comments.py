"""Comments on the parts of a review, before it is submitted and while it waits for signatures.

A comment changes no content: the review keeps its version, and nobody's open form or signature is disturbed by it.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.errors import Invalid, NotFound, Obstacle, Refused
from kernel.permission import Actor, may, parts_of, require_on
from pir.models import Comment, CommentThread, Review
from pir.queries.document import document
from pir.queries.review import find
from pir.queries.signing import signing_of
from pir.rules import chain
from pir.rules.comments import Standing, label, standing
from pir.rules.lifecycle import COMMENTABLE

COMMENT = "comment on a review"
#: act -> the standing that it leads to
ACTS = {"resolve": Standing.RESOLVED, "carry": Standing.CARRIED, "reopen": Standing.OPEN}


def may_comment(session: Session, actor: Actor, review: Review) -> bool:
    """By role or part, or because one may sign this review; while there is something left to say."""
    return review.state in COMMENTABLE and _holds(session, actor, review)


def start_thread(session: Session, actor: Actor, ref: str, part: str, item: str, text: str) -> CommentThread:
    """Comment on a part of the review, or on one entry, factor or action of it."""
    review = _open(session, actor, ref)
    words = label(document(session, review), part, item)
    if words is None:
        raise Invalid({"part": ["Select a part of this review"]})
    thread = CommentThread(review_id=review.id, part=part, item=item, label=words, edition=review.edition)
    session.add(thread)
    session.flush()
    _say(session, actor, thread, text)
    audit.note(session, actor, "comment on review", record_id=review.id, after={"on": words, "text": text})
    return thread


def reply(session: Session, actor: Actor, ref: str, thread_id: int, text: str) -> CommentThread:
    """Answer in a thread; one that was resolved or carried is open again by it."""
    review = _open(session, actor, ref)
    thread = _find(session, review, thread_id)
    _settle(thread, Standing.OPEN, review.edition, actor)
    _say(session, actor, thread, text)
    audit.note(session, actor, "reply to comment", record_id=review.id, after={"on": thread.label, "text": text})
    return thread


def settle(session: Session, actor: Actor, ref: str, thread_id: int, act: str) -> CommentThread:
    """``resolve`` a thread, ``carry`` it to the next version, or ``reopen`` it. What stands so already is left."""
    review = _open(session, actor, ref)
    thread = _find(session, review, thread_id)
    wanted = ACTS[act]
    held = standing(review.edition, is_resolved=thread.resolved_at is not None, carried_edition=thread.carried_edition)
    if held is not wanted:
        _settle(thread, wanted, review.edition, actor)
        session.flush()
        audit.note(session, actor, f"{act} comment", record_id=review.id,
                   before={"on": thread.label, "comment": held.value}, after={"on": thread.label, "comment": wanted.value})
    return thread


def _settle(thread: CommentThread, wanted: Standing, edition: int, actor: Actor) -> None:
    is_resolved, is_carried = wanted is Standing.RESOLVED, wanted is Standing.CARRIED
    thread.resolved_at = clock.now() if is_resolved else None
    thread.resolved_by_id = actor.person_id if is_resolved else None
    thread.carried_edition = edition if is_carried else None
    thread.carried_by_id = actor.person_id if is_carried else None


def _say(session: Session, actor: Actor, thread: CommentThread, text: str) -> None:
    session.add(Comment(thread_id=thread.id, person_id=actor.person_id, text=text))
    session.flush()


def _open(session: Session, actor: Actor, ref: str) -> Review:
    review = find(session, actor, ref)
    if not _holds(session, actor, review):
        require_on(session, actor, COMMENT, review.record)
    if review.state not in COMMENTABLE:
        state = review.state.value.replace("_", " ")
        raise Refused([Obstacle(f"{ref} is {state}. Amend it as a new version to comment on it again.", "approval")])
    return review


def _holds(session: Session, actor: Actor, review: Review) -> bool:
    if may(actor, COMMENT, parts_of(session, actor, review.record)):
        return True
    return chain.is_signer(signing_of(session, review), actor.person_id)


def _find(session: Session, review: Review, thread_id: int) -> CommentThread:
    row = session.scalar(
        sa.select(CommentThread)
        .where(CommentThread.id == thread_id, CommentThread.review_id == review.id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("comment")
    return row
