"""Reporting codes as a tree, for its page and for the form of a factor."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from pir.models import ReportingCode, Review
from pir.rules.reporting_codes import Code, Placed, placed


def tree(session: Session) -> list[Placed]:
    """Every code in the order of reading; one statement."""
    columns = (ReportingCode.id, ReportingCode.code, ReportingCode.parent_id, ReportingCode.label, ReportingCode.position,
               ReportingCode.retired_at.is_not(None), ReportingCode.version)
    return placed(Code(*row) for row in session.execute(sa.select(*columns)))


def find_code(session: Session, code: str) -> ReportingCode:
    found = session.scalar(sa.select(ReportingCode).where(ReportingCode.code == code))
    if found is None:
        raise NotFound("reporting code")
    return found


def codes_shown(session: Session, review: Review) -> list[Placed]:
    """The tree where the policy of the review shows it (decision 4), else nothing and no statement."""
    return tree(session) if review.policy.terms["shows"]["dora"] else []
