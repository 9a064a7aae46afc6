"""The calendar that a review's clocks are counted with."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel.calendar import WorkingCalendar
from organisation.queries.calendar import calendar_rule
from pir.models import Review


def calendar_of(session: Session, review: Review) -> WorkingCalendar:
    """The one that the review's version of the policy names, else the organisation's own."""
    return calendar_rule(session, review.policy.terms["clocks"]["calendar_id"])
