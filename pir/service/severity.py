"""The severity of a review: follow the incident or keep it, what changed during the incident, what was warranted in hindsight."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from incidents.events import SeverityChanged
from incidents.models import Incident
from incidents.service.severity import change_severity
from kernel import audit
from kernel.edit import changes
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor
from kernel.record import lock
from pir.models import Review
from pir.queries.candidate import candidate
from pir.rules.severity import by_matrix, is_asked
from pir.rules.trigger import Need, need
from pir.service.clocks import lead_of, led_by, set_clocks
from pir.service.editing import expect, open_for_change, save

JUDGED = ("warranted", "warranted_impact", "warranted_urgency", "warranted_reason")


def judge(
    session: Session, actor: Actor, ref: str, version: int | None, *, impact: str | None, urgency: str | None,
    severity: int | None, reason: str,
) -> Review:
    """Decide in hindsight which severity was warranted: named, or by the policy's matrix from impact and urgency."""
    review = open_for_change(session, actor, ref)
    matrix = review.policy.terms["severity"]["matrix"]
    warranted = severity or by_matrix(matrix, impact, urgency)
    if warranted is None:
        raise Invalid({"severity": ["Select a severity, or both impact and urgency"]})
    values = dict(zip(JUDGED, (warranted, impact, urgency, reason), strict=True))
    expect(session, review, version, {key: getattr(review, key) for key in JUDGED}, values)
    before, after = changes(review, values)
    if after:
        save(session, actor, review, "judge severity", before, after)
    return review


def record_change(
    session: Session, actor: Actor, ref: str, version: int | None, *, becomes: int, at: datetime
) -> Review:
    """Write down that the severity changed during the incident; it belongs to the lead incident."""
    review = open_for_change(session, actor, ref)
    expect(session, review, version, {}, {})
    lead = _lead(session, review)
    lock(session, lead.record)
    session.refresh(lead, ["severity"])
    change_severity(session, actor, lead, becomes, at)
    save(session, actor, review, "record severity", {}, {"severity": becomes, "at": at})
    return review


def follow(session: Session, actor: Actor, ref: str, version: int | None) -> Need:
    """Give the review the severity that its incident has now; clocks and rules follow. Returns what the policy says of it."""
    review, lead = _asked(session, actor, ref, version)
    before = review.severity
    review.severity, review.severity_kept = lead.severity or review.severity, None
    set_clocks(session, review)
    save(session, actor, review, "follow severity", {"severity": before}, {"severity": review.severity})
    asked = candidate(lead)
    terms = review.policy.terms["review"]
    return need(asked, terms, asked.restored_at) if asked.restored_at else Need.OPEN


def keep(session: Session, actor: Actor, ref: str, version: int | None, reason: str) -> Review:
    """Keep the review's severity though its incident has another now; asked again only when that changes once more."""
    review, lead = _asked(session, actor, ref, version)
    if not reason.strip():
        raise Invalid({"reason": ["Enter why the review keeps its severity"]})
    review.severity_kept = lead.severity
    save(session, actor, review, "keep severity", {}, {"severity": review.severity, "incident severity": lead.severity, "reason": reason})
    return review


def on_severity_changed(session: Session, actor: Actor, happened: SeverityChanged) -> None:
    """Subscriber: the review of the incident is told; a person decides there whether it follows."""
    for review in led_by(session, happened.incident_id):
        audit.note(session, actor, "hear of severity", record_id=review.id, before={"severity": happened.was},
                   after={"severity": happened.becomes})


def _asked(session: Session, actor: Actor, ref: str, version: int | None) -> tuple[Review, Incident]:
    review = open_for_change(session, actor, ref)
    expect(session, review, version, {}, {})
    lead = _lead(session, review)
    if not is_asked(review.severity, lead.severity, review.severity_kept):
        raise Refused([Obstacle("The severity of the incident has been decided on already.", "severity")])
    return review, lead


def _lead(session: Session, review: Review) -> Incident:
    lead = lead_of(session, review)
    if lead is None:
        raise Refused([Obstacle("This review has no incident whose severity could have changed.")])
    return lead
