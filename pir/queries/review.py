"""Finding reviews, and listing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, lazyload

from incidents.models import Incident
from kernel import access
from kernel.errors import NotFound
from kernel.permission import Actor, visible
from kernel.record import Part, Participation, Record
from organisation.models import Person
from pir.models import Review, ReviewIncident
from pir.rules.lifecycle import ReviewState


def find(session: Session, actor: Actor, ref: str) -> Review:
    """The review; NotFound in the same words for absent and restricted (decision 24)."""
    found = session.scalar(
        sa.select(Review).join(Record, Record.id == Review.id).where(Record.ref == ref, visible(actor))
    )
    if found is None:
        raise NotFound("review")
    access.seen(session, found.record)
    return found


def people_of(session: Session, record_id: int) -> list[tuple[Participation, Person]]:
    """Everybody with a part in the record: facilitator first, then by name."""
    rows = session.execute(
        sa.select(Participation, Person)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.record_id == record_id)
        .order_by(Person.name)
        .options(lazyload(Person.roles))  # what they may do elsewhere is of no interest here
    )
    order = list(Part)
    return sorted(((row[0], row[1]) for row in rows), key=lambda row: order.index(row[0].part))


def part_names(session: Session, record_id: int) -> list[tuple[Part, str]]:
    """Part and name of everybody who takes part, by name: what the top of every page needs, in one statement."""
    rows = session.execute(
        sa.select(Participation.part, Person.name)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.record_id == record_id)
        .order_by(Person.name)
    )
    return [(part, name) for part, name in rows]


def incidents_of(session: Session, review: Review) -> list[Incident]:
    """All that the review covers, in one statement; they stay with its links, so that no later reader asks again."""
    ids = [link.incident_id for link in review.incidents]
    rows = list(session.scalars(sa.select(Incident).where(Incident.id.in_(ids))))
    for link in review.incidents:
        link.incident  # noqa: B018 - found among the rows, and held from now on
    return rows


def merged_into(session: Session, review: Review) -> str | None:
    """The reference of the review that took this one in, if one did."""
    if review.merged_into_id is None:
        return None
    return session.scalar(sa.select(Record.ref).where(Record.id == review.merged_into_id))


def live_review_of(session: Session, incident_id: int) -> int | None:
    """The id of the live review that this incident leads, if there is one."""
    return session.scalar(
        sa.select(ReviewIncident.review_id).where(
            ReviewIncident.incident_id == incident_id, ReviewIncident.is_lead, ReviewIncident.is_live
        )
    )


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows; empty means everything one may see."""

    state: ReviewState | None = None
    severity: int | None = None
    mine: bool = False


def listed(actor: Actor, wanted: Filter) -> sa.Select[Review]:
    """Select of reviews, newest first, for paging by the caller."""
    found = sa.select(Review).join(Record, Record.id == Review.id).where(visible(actor))
    if wanted.state:
        found = found.where(Review.state == wanted.state)
    if wanted.severity:
        found = found.where(Review.severity == wanted.severity)
    if wanted.mine:
        found = found.where(
            sa.select(Participation.id)
            .where(Participation.record_id == Review.id, Participation.person_id == actor.person_id)
            .exists()
        )
    return found.order_by(Review.opened_at.desc(), Review.id.desc())


def count(session: Session, actor: Actor, wanted: Filter) -> int:
    ids = listed(actor, wanted).with_only_columns(Review.id).order_by(None).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(ids)) or 0


def page_of_reviews(session: Session, actor: Actor, wanted: Filter, *, offset: int, size: int) -> list[Review]:
    return list(session.scalars(listed(actor, wanted).offset(offset).limit(size)))


def leads_of(session: Session, review_ids: Sequence[int]) -> dict[int, str]:
    """Facilitator names by review."""
    rows = session.execute(
        sa.select(Participation.record_id, Person.name)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.record_id.in_(review_ids), Participation.part == Part.FACILITATOR)
    )
    return dict(rows.all())
