"""Letting a warning of the checks stand, with a reason, and taking that back. It is no content: the causes stay as they are."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.errors import Invalid, NotFound, Obstacle, Refused, Stale
from kernel.permission import Actor, require_on
from pir.models import Analysis, CheckDismissal, FocusEvent, Review
from pir.queries.causes import focus_of
from pir.queries.checks import Checked, checked, dismissals_of
from pir.queries.document import about_causes
from pir.queries.review import find
from pir.service.editing import CONTRIBUTE, open_for_change
from rca.quality import Level


def findings_for(session: Session, actor: Actor, ref: str) -> tuple[Checked, ...]:
    """What the checks find in a review, for those who edit it."""
    review = find(session, actor, ref)
    require_on(session, actor, CONTRIBUTE, review.record)
    return _findings(session, review)


def dismiss(session: Session, actor: Actor, ref: str, question: str, found: str, reason: str) -> CheckDismissal:
    """Let the warning with the fingerprint ``found`` stand.

    ``Stale`` when nothing of that fingerprint is found any more: its text has changed since it was read.
    """
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    focus = focus_of(session, review.id, question)
    one = next((c for c in _findings(session, review) if c.question == question and c.finding.fingerprint == found), None)
    if one is None:
        raise Stale("what was found", review.record.version)
    if one.finding.level is Level.BLOCK:
        raise Refused([Obstacle("This is a blocker. It has to be mended and cannot be dismissed.", "checks")])
    if one.dismissal:
        raise Invalid({"reason": [f"{one.dismissal.by} dismissed this already. Restore it first to give another reason"]})
    made = CheckDismissal(focus_id=focus.id, code=one.finding.check, item=one.finding.item, fingerprint=found, reason=reason,
                          by_id=actor.person_id)
    session.add(made)
    session.flush()
    audit.note(session, actor, "dismiss finding", record_id=review.id,
               after={"question": question, "check": made.code, "item": made.item, "found": one.finding.message, "reason": reason})
    return made


def restore(session: Session, actor: Actor, ref: str, dismissal_id: int) -> str:
    """The warning asks again; gives its question. What was said stays in the audit trail."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    held = session.execute(
        sa.select(CheckDismissal, FocusEvent.question)
        .join(FocusEvent, FocusEvent.id == CheckDismissal.focus_id)
        .join(Analysis, Analysis.id == FocusEvent.analysis_id)
        .where(CheckDismissal.id == dismissal_id, Analysis.record_id == review.id)
    ).first()
    if held is None:
        raise NotFound("dismissal")
    row, question = held
    before = {"question": question.value, "check": row.code, "item": row.item, "reason": row.reason}
    session.delete(row)
    session.flush()
    audit.note(session, actor, "restore finding", record_id=review.id, before=before)
    return str(question.value)


def _findings(session: Session, review: Review) -> tuple[Checked, ...]:
    return checked(about_causes(session, review), dismissals_of(session, review.id))
