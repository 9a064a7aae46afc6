"""Threads of comments of one review, and how many are open where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from organisation.queries.person import names_of
from pir.models import Comment, CommentThread, Review
from pir.rules.comments import Standing, standing


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
    said: tuple[Said, ...]


def threads_of(session: Session, review: Review) -> list[Thread]:
    """Every thread in the order of its first comment, in three statements. The caller has found the review for its reader."""
    rows = list(session.scalars(sa.select(CommentThread).where(CommentThread.review_id == review.id).order_by(CommentThread.id)))
    comments = list(
        session.scalars(
            sa.select(Comment)
            .join(CommentThread, CommentThread.id == Comment.thread_id)
            .where(CommentThread.review_id == review.id)
            .order_by(Comment.id)
        )
    )
    people = {c.person_id for c in comments} | {i for row in rows for i in (row.resolved_by_id, row.carried_by_id)}
    names = names_of(session, {i for i in people if i is not None})
    said: dict[int, list[Said]] = {}
    for comment in comments:
        said.setdefault(comment.thread_id, []).append(Said(_name(names, comment.person_id), comment.at, comment.text))
    return [_thread(row, review.edition, names, tuple(said.get(row.id, ()))) for row in rows]


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


def _thread(row: CommentThread, edition: int, names: Mapping[int, str], said: tuple[Said, ...]) -> Thread:
    stands = standing(edition, is_resolved=row.resolved_at is not None, carried_edition=row.carried_edition)
    by = {Standing.RESOLVED: row.resolved_by_id, Standing.CARRIED: row.carried_by_id}.get(stands)
    return Thread(
        id=row.id, part=row.part, item=row.item, label=row.label, edition=row.edition, standing=stands,
        settled_by=_name(names, by) if stands is not Standing.OPEN else None, settled_at=row.resolved_at, said=said,
    )


def _name(names: Mapping[int, str], person_id: int | None) -> str:
    return names.get(person_id or 0, "Debrief")
