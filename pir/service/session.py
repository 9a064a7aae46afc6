"""The session: planned, told beforehand, held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kernel import clock
from kernel.edit import changes
from kernel.errors import Invalid
from kernel.permission import Actor
from pir.models import ClockKind, Review
from pir.queries.review import people_of
from pir.service.clocks import mark_met, set_clocks
from pir.service.editing import expect, open_for_change, save


def plan_session(session: Session, actor: Actor, ref: str, version: int | None, at: datetime | None) -> Review:
    """Set (or with None take back) the planned time of the session; the pre-read clock follows."""
    review = open_for_change(session, actor, ref)
    expect(session, review, version, {"session_at": _typed(review.session_planned_at, review.zone)},
           {"session_at": _typed(at, review.zone)})
    if at is not None and at <= clock.now() and at != review.session_planned_at:
        raise Invalid({"session_at": ["Session must be in the future"]})
    before, after = changes(review, {"session_planned_at": at})
    set_clocks(session, review)
    save(session, actor, review, "plan session", before, after)
    return review


def send_pre_read(session: Session, actor: Actor, ref: str, version: int | None) -> Review:
    """Record that the pre-read has gone out: its clock stops now."""
    review = open_for_change(session, actor, ref)
    expect(session, review, version, {}, {})
    at = clock.now()
    mark_met(review, ClockKind.PRE_READ, at)
    save(session, actor, review, "send pre-read", {}, {"sent": clock.stamp(at)})
    return review


def hold_session(
    session: Session, actor: Actor, ref: str, version: int | None, at: datetime, attended: Sequence[int]
) -> Review:
    """Record that the session was held, when, and who was there: the KPI "PIR on time" counts from here."""
    review = open_for_change(session, actor, ref)
    expect(session, review, version, {"held_at": _typed(review.session_held_at, review.zone)},
           {"held_at": _typed(at, review.zone)})
    if at > clock.now():
        raise Invalid({"held_at": ["The time the session was held must not be in the future"]})
    before, after = changes(review, {"session_held_at": at})
    mark_met(review, ClockKind.SESSION, at)
    for part, _ in people_of(session, review.id):
        part.attended = part.person_id in attended
    save(session, actor, review, "hold session", before, {**after, "people": sorted(attended)})
    return review


def _typed(at: datetime | None, zone: str) -> str:
    """An instant as a person types it in the zone of the review."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y %H:%M}"
