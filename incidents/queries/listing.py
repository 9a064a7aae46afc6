"""Incidents for lists: filtered, newest first, a page at a time. The number of statements does not grow with the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from incidents import links
from incidents.models import Incident
from kernel.permission import Actor, visible
from kernel.record import Record


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list. ``q``: words in number or title; ``review``: needs, has, none; ``month``: "2026-11" in the actor's zone."""

    q: str = ""
    severity: int | None = None
    review: str | None = None
    month: str | None = None

    @property
    def is_everything(self) -> bool:
        return self == Wanted()


def count(session: Session, actor: Actor, wanted: Wanted) -> int:
    """How many incidents the actor may see and asked for."""
    found = sa.select(sa.func.count()).select_from(Incident).join(Record, Record.id == Incident.id)
    return session.scalar(found.where(*_conditions(session, actor, wanted))) or 0


def listed(session: Session, actor: Actor, wanted: Wanted, *, offset: int, size: int) -> Sequence[Incident]:
    """One page of them with their times, without the bulk of the source rows."""
    found = (
        sa.select(Incident)
        .join(Record, Record.id == Incident.id)
        .where(*_conditions(session, actor, wanted))
        .order_by(Incident.opened_at.desc(), Incident.id.desc())
        .options(defer(Incident.source_row), defer(Incident.description))
    )
    return session.scalars(found.offset(offset).limit(size)).all()


def months(session: Session, actor: Actor) -> list[str]:
    """The months from the last opening back to the first, such as ["2026-11", "2026-10"], in the actor's zone."""
    spans = sa.select(sa.func.min(Incident.opened_at), sa.func.max(Incident.opened_at))
    row = session.execute(spans.join(Record, Record.id == Incident.id).where(visible(actor))).one()
    first, last = row
    if first is None or last is None:
        return []
    place = ZoneInfo(actor.zone)
    start, end = (_number(at.astimezone(place)) for at in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(end, start - 1, -1)]


def _number(at: datetime) -> int:
    return at.year * 12 + at.month - 1


def _conditions(session: Session, actor: Actor, wanted: Wanted) -> list[sa.ColumnElement[Any]]:
    found: list[sa.ColumnElement[Any]] = [visible(actor)]
    if wanted.q:
        found.append(sa.or_(Record.ref.icontains(wanted.q, autoescape=True), Record.title.icontains(wanted.q, autoescape=True)))
    if wanted.severity:
        found.append(Incident.severity == wanted.severity)
    if wanted.month:
        start, end = month_bounds(wanted.month, actor.zone)
        found += [Incident.opened_at >= start, Incident.opened_at < end]
    if wanted.review and links.REVIEW_IS:
        found.append(links.REVIEW_IS(session, actor, wanted.review))
    return found


def month_bounds(month: str, zone: str) -> tuple[datetime, datetime]:
    """First instant of a month and of the next one, in a zone.

    >>> [at.isoformat() for at in month_bounds("2026-12", "Europe/London")]
    ['2026-12-01T00:00:00+00:00', '2027-01-01T00:00:00+00:00']
    """
    year, number = int(month[:4]), int(month[5:])
    place = ZoneInfo(zone)
    after = (year + 1, 1) if number == 12 else (year, number + 1)  # noqa: PLR2004 - December
    return datetime(year, number, 1, tzinfo=place), datetime(*after, 1, tzinfo=place)
