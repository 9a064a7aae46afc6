"""Known causes: the catalogue, one of them with where it was met, and what a review's factors point to.

Counts and lists hold only what the reader may see: a restricted review is in none of them for others (decision 24).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from kernel.errors import NotFound
from kernel.permission import Actor, visible
from kernel.record import Record
from pir.models import Cause, Factor, FocusEvent, Review
from pir.rules.similar import Named
from rca.vocabulary import Confidence, Question

#: Known causes that a form offers; the catalogue has them all.
MOST_OFFERED = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the catalogue shows. ``state``: used, retired, all."""

    q: str = ""
    state: str = "used"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the catalogue: in how many reviews it was met, and when the last of them was opened."""

    cause: Cause
    reviews: int
    last_met: datetime | None


@dataclass(frozen=True, slots=True)
class Met:
    """One factor that is this cause, and its review."""

    review: str
    title: str
    opened_at: datetime
    question: Question
    factor: str
    statement: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Known:
    """What a page of causes says of a factor: the known cause that it is, by the reference that counts now."""

    ref: str
    name: str
    reviews: int


def head() -> sa.ColumnElement[int]:
    """The id of the cause that counts for a row of ``Cause``: itself, or the one that took it in."""
    return sa.func.coalesce(Cause.merged_into_id, Cause.id)


def find_cause(session: Session, actor: Actor, ref: str) -> Cause:
    """The cause of this reference, also one that was merged or retired."""
    found = session.scalar(sa.select(Cause).join(Record, Record.id == Cause.id).where(Record.ref == ref, visible(actor)))
    if found is None:
        raise NotFound("known cause")
    return found


def head_of(session: Session, cause: Cause) -> Cause:
    """The cause that counts for this one."""
    return cause if cause.merged_into_id is None else session.get_one(Cause, cause.merged_into_id)


def same_name(session: Session, name: str) -> Cause | None:
    """The cause in the catalogue with this name; capital letters do not matter."""
    is_it = sa.or_(Record.title == name, sa.func.lower(Record.title) == name.lower())
    return session.scalar(
        sa.select(Cause).join(Record, Record.id == Cause.id).where(is_it, Cause.merged_into_id.is_(None), Record.erased_at.is_(None)).order_by(Cause.id).limit(1)
    )


def offered(session: Session) -> list[Named]:
    """Those in use, by name: the options of a form."""
    rows = session.execute(
        sa.select(Record.ref, Record.title, Cause.control)
        .join(Cause, Cause.id == Record.id)
        .where(Cause.merged_into_id.is_(None), Cause.retired_at.is_(None), Record.erased_at.is_(None))
        .order_by(sa.func.lower(Record.title), Cause.id)
        .limit(MOST_OFFERED)
    )
    return [Named(*row) for row in rows]


def count_causes(session: Session, actor: Actor, wanted: Wanted) -> int:
    rows = sa.select(Cause.id).join(Record, Record.id == Cause.id).where(*_asked(actor, wanted)).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0


def cause_lines(session: Session, actor: Actor, wanted: Wanted, *, offset: int, size: int) -> list[Line]:
    """The catalogue: met in most reviews first, then by name; one statement."""
    met = _meetings(actor)
    rows = session.execute(
        sa.select(Cause, met.c.reviews, met.c.last_met)
        .join(Record, Record.id == Cause.id)
        .outerjoin(met, met.c.cause_id == Cause.id)
        .where(*_asked(actor, wanted))
        .order_by(sa.func.coalesce(met.c.reviews, 0).desc(), sa.func.lower(Record.title), Cause.id)
        .offset(offset)
        .limit(size)
    )
    return [Line(cause, reviews or 0, last_met) for cause, reviews, last_met in rows]


def line_of(session: Session, actor: Actor, cause: Cause) -> Line:
    """How often one cause was met."""
    met = _meetings(actor)
    row = session.execute(sa.select(met.c.reviews, met.c.last_met).where(met.c.cause_id == cause.id)).first()
    return Line(cause, row[0] if row else 0, row[1] if row else None)


def count_met(session: Session, actor: Actor, cause: Cause) -> int:
    rows = _met(actor, cause).with_only_columns(Factor.id).order_by(None).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0


def where_met(session: Session, actor: Actor, cause: Cause, *, offset: int, size: int) -> list[Met]:
    """The factors that are this cause, those of the newest review first; refuted ones too, which count nowhere."""
    return [Met(*row) for row in session.execute(_met(actor, cause).offset(offset).limit(size))]


def merged_into(session: Session, cause: Cause) -> list[str]:
    """References of the causes that this one took in."""
    found = sa.select(Record.ref).join(Cause, Cause.id == Record.id).where(Cause.merged_into_id == cause.id).order_by(Cause.id)
    return list(session.scalars(found))


def known_of(session: Session, actor: Actor, review_id: int) -> Mapping[str, Known]:
    """By reference of a factor of this review: its known cause; one statement."""
    met, factor, counting = _meetings(actor), aliased(Record), aliased(Record)
    rows = session.execute(
        sa.select(factor.ref, counting.ref, counting.title, met.c.reviews)
        .join(Factor, Factor.id == factor.id)
        .join(Cause, Cause.id == Factor.cause_id)
        .join(counting, counting.id == head())
        .outerjoin(met, met.c.cause_id == counting.id)
        .where(factor.guard_id == review_id)
    )
    return {ref: Known(cause, name, reviews or 0) for ref, cause, name, reviews in rows}


def refs_of(session: Session, cause_ids: Sequence[int]) -> dict[int, str]:
    """Their references, as they were pointed to."""
    if not cause_ids:
        return {}
    return dict(session.execute(sa.select(Record.id, Record.ref).where(Record.id.in_(cause_ids))).all())


def _meetings(actor: Actor) -> sa.Subquery:
    """(cause_id, reviews, last_met) over the factors that the actor may see; refuted ones and merged reviews do not count."""
    return (
        sa.select(
            head().label("cause_id"), sa.func.count(sa.distinct(Review.id)).label("reviews"),
            sa.func.max(Review.opened_at, type_=Review.opened_at.type).label("last_met"),
        )
        .join(Factor, Factor.cause_id == Cause.id)
        .join(Record, Record.id == Factor.id)
        .join(Review, Review.id == Record.guard_id)
        .where(visible(actor), Factor.removed_at.is_(None), Factor.confidence != Confidence.REFUTED, Review.merged_into_id.is_(None))
        .group_by(head())
        .subquery()
    )  # fmt: skip


def _met(actor: Actor, cause: Cause) -> sa.Select[str, str, datetime, Question, str, str, Confidence]:
    review = aliased(Record)
    return (
        sa.select(review.ref, review.title, Review.opened_at, FocusEvent.question, Record.ref, Record.title, Factor.confidence)
        .join(Factor, Factor.id == Record.id)
        .join(FocusEvent, FocusEvent.id == Factor.focus_id)
        .join(Cause, Cause.id == Factor.cause_id)
        .join(Review, Review.id == Record.guard_id)
        .join(review, review.id == Review.id)
        .where(head() == cause.id, visible(actor), Factor.removed_at.is_(None), Review.merged_into_id.is_(None))
        .order_by(Review.opened_at.desc(), Review.id.desc(), Record.id)
    )


def _asked(actor: Actor, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    where = [visible(actor), Cause.merged_into_id.is_(None)]
    if wanted.state != "all":
        where.append(Cause.retired_at.is_(None) if wanted.state == "used" else Cause.retired_at.is_not(None))
    if wanted.q:
        texts = (Record.ref, Record.title, Cause.description, Cause.control)
        where.append(sa.or_(*(sa.func.lower(text).contains(wanted.q.lower(), autoescape=True) for text in texts),
                            Record.title.contains(wanted.q, autoescape=True)))
    return where
