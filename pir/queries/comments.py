"""Threads of comments of one review, and how many are open where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from organisation.models import Person
from pir.models import Comment, CommentThread, Review
from pir.rules.comments import Standing, standing

NOBODY = "Debrief"  # what a machine says


@dataclass(frozen=True, slots=True)
class Said:
    """One comment."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread as pages and the API show it. ``settled_by`` resolved it, or carried it to the next version."""

    id: int
    part: str
    item: str
    label: str
    edition: int
    standing: Standing
    settled_by: str | None
    settled_at: datetime | None
    said: tuple[Said, ...] = ()


def threads_of(session: Session, review: Review) -> list[Thread]:
    """Every thread in the order of its first comment, in one statement. The caller has found the review for its reader."""
    author, resolver, carrier = (sa.orm.aliased(Person) for _ in range(3))
    rows = session.execute(
        sa.select(CommentThread, Comment, author.name, resolver.name, carrier.name)
        .join(Comment, Comment.thread_id == CommentThread.id)
        .outerjoin(author, author.id == Comment.person_id)
        .outerjoin(resolver, resolver.id == CommentThread.resolved_by_id)
        .outerjoin(carrier, carrier.id == CommentThread.carried_by_id)
        .where(CommentThread.review_id == review.id)
        .order_by(CommentThread.id, Comment.id)
    )
    found: dict[int, Thread] = {}
    for row, comment, name, resolved_by, carried_by in rows:
        held = found.get(row.id) or _thread(row, review.edition, resolved_by, carried_by)
        found[row.id] = replace(held, said=(*held.said, Said(name or NOBODY, comment.at, comment.text)))
    return list(found.values())


def open_counts(session: Session, review: Review) -> dict[tuple[str, str], int]:
    """How many threads are open by (part, item), in one statement."""
    rows = session.execute(
        sa.select(CommentThread.part, CommentThread.item, sa.func.count())
        .where(CommentThread.review_id == review.id, is_open(review.edition))
        .group_by(CommentThread.part, CommentThread.item)
    )
    return {(part, item): number for part, item, number in rows}


def is_open(edition: int) -> sa.ColumnElement[bool]:
    """Condition on ``CommentThread``: open in this version (``pir.rules.comments.standing`` in SQL)."""
    return sa.and_(
        CommentThread.resolved_at.is_(None),
        sa.or_(CommentThread.carried_edition.is_(None), CommentThread.carried_edition < edition),
    )


def _thread(row: CommentThread, edition: int, resolved_by: str | None, carried_by: str | None) -> Thread:
    stands = standing(edition, is_resolved=row.resolved_at is not None, carried_edition=row.carried_edition)
    by = {Standing.RESOLVED: resolved_by, Standing.CARRIED: carried_by}
    return Thread(
        id=row.id, part=row.part, item=row.item, label=row.label, edition=row.edition, standing=stands,
        settled_by=by[stands] or NOBODY if stands in by else None, settled_at=row.resolved_at,
    )
