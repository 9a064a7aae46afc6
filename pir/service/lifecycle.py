"""Moving a review through its lifecycle, and freezing what was signed (decisions 7, 25)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock, event
from kernel.permission import Actor, Role, require_on
from kernel.record import Part, lock, touch
from kernel.workflow import Findings, Transition
from organisation.models import Policy
from pir.events import ReviewApproved, ReviewPublished
from pir.models import Approval, ClockKind, Decision, Review, ReviewIncident, Snapshot
from pir.queries.document import content, document
from pir.queries.facts import facts_of
from pir.queries.review import find
from pir.rules.completeness import ReviewFacts
from pir.rules.content import canonical, content_hash
from pir.rules.lifecycle import LIVE, REVIEW_LIFECYCLE, ReviewState, Step
from pir.service.clocks import mark_met
from pir.service.editing import expect


def check(session: Session, actor: Actor, review: Review, name: str, facts: ReviewFacts | None = None) -> Findings:
    """What stands in the way of a transition, and what is only hinted at, without doing anything.

    ``facts`` are those of the review, where the caller has read them already.
    """
    step = _step(session, actor, review, facts=facts)
    return REVIEW_LIFECYCLE.check(name, review.state, step, _gates(session, review))


def transition(
    session: Session, actor: Actor, ref: str, name: str, *, reason: str = "", version: int | None = None
) -> Review:
    """Take one transition of the table, or raise ``Refused`` with every obstacle.

    ``version`` is the review as the person saw it: nobody signs what changed in the meantime. None does not ask.
    """
    review = find(session, actor, ref)
    wanted = REVIEW_LIFECYCLE[name]
    parts = require_on(session, actor, wanted.verb, review.record)
    lock(session, review.record)
    session.refresh(review, ["state", "edition"])
    if version is not None:
        expect(session, review, version, {}, {})
    step = _step(session, actor, review, reason)
    REVIEW_LIFECYCLE.require(name, review.state, step, _gates(session, review))
    before = review.state
    _EFFECTS.get(name, _move)(session, actor, review, wanted, _Signature(reason, _role(actor, parts), step))
    _follow(session, review)
    touch(review.record, actor.person_id)
    session.flush()
    audit.note(session, actor, f"{name.replace('_', ' ')} review", record_id=review.id,
               before={"state": before}, after={"state": review.state, "reason": reason or None})
    return review


class _Signature:
    """Reason, role and facts of one step, as its effect needs them."""

    def __init__(self, reason: str, role: str, step: Step) -> None:
        self.reason, self.role, self.step = reason, role, step


def _move(_session: Session, _actor: Actor, review: Review, wanted: Transition, _signature: _Signature) -> None:
    review.state = ReviewState(wanted.to)


def _submit(session: Session, actor: Actor, review: Review, wanted: Transition, signature: _Signature) -> None:
    review.submitted_at, review.submitted_by_id = clock.now(), actor.person_id
    snapshot = freeze(session, actor, review)
    _move(session, actor, review, wanted, signature)
    _sign(session, actor, review, snapshot, Decision.SUBMITTED, signature)


def _approve(session: Session, actor: Actor, review: Review, wanted: Transition, signature: _Signature) -> None:
    """One signature; the state changes when as many people have signed this submission as the policy asks for."""
    snapshot = latest_snapshot(session, review)
    _sign(session, actor, review, snapshot, Decision.APPROVED, signature)
    needed = session.get_one(Policy, review.policy_id).terms["approvals"]["needed"]
    if len(signature.step.earlier_approver_ids) + 1 >= needed:
        _move(session, actor, review, wanted, signature)
        review.approved_at = clock.now()
        mark_met(review, ClockKind.APPROVAL, review.approved_at)
        event.announce(session, actor, ReviewApproved(review.id))


def _return(session: Session, actor: Actor, review: Review, wanted: Transition, signature: _Signature) -> None:
    _sign(session, actor, review, latest_snapshot(session, review), Decision.RETURNED, signature)
    _move(session, actor, review, wanted, signature)


def _publish(session: Session, actor: Actor, review: Review, wanted: Transition, signature: _Signature) -> None:
    review.published_at = clock.now()
    _move(session, actor, review, wanted, signature)
    event.announce(session, actor, ReviewPublished(review.id))


def _amend(session: Session, actor: Actor, review: Review, wanted: Transition, signature: _Signature) -> None:
    """Version n+1 begins as a draft; the frozen version n stays readable."""
    _move(session, actor, review, wanted, signature)
    review.edition += 1
    review.approved_at = review.published_at = None


def _waive(session: Session, actor: Actor, review: Review, wanted: Transition, signature: _Signature) -> None:
    review.waived_reason, review.waived_by_id = signature.reason, actor.person_id
    _move(session, actor, review, wanted, signature)


_EFFECTS: dict[str, Callable[[Session, Actor, Review, Transition, _Signature], None]] = {
    "submit": _submit, "approve": _approve, "return_to_author": _return, "publish": _publish, "amend": _amend,
    "waive": _waive,
}


def freeze(session: Session, actor: Actor, review: Review) -> Snapshot:
    """Store the document as it stands, with the hash that every signature of this submission will name."""
    session.flush()
    frozen = document(session, review)
    number = session.scalar(
        sa.select(sa.func.coalesce(sa.func.max(Snapshot.number), 0)).where(
            Snapshot.review_id == review.id, Snapshot.edition == review.edition
        )
    )
    snapshot = Snapshot(review_id=review.id, edition=review.edition, number=(number or 0) + 1,
                        document=canonical(frozen), content_hash=content_hash(content(frozen)),
                        frozen_by_id=actor.person_id)
    session.add(snapshot)
    session.flush()
    return snapshot


def latest_snapshot(session: Session, review: Review) -> Snapshot:
    return session.scalars(
        sa.select(Snapshot).where(Snapshot.review_id == review.id).order_by(Snapshot.id.desc()).limit(1)
    ).one()


def _sign(
    session: Session, actor: Actor, review: Review, snapshot: Snapshot, decision: Decision, signature: _Signature
) -> None:
    session.add(
        Approval(review_id=review.id, snapshot_id=snapshot.id, edition=review.edition, person_id=actor.person_id,
                 role="facilitator" if decision is Decision.SUBMITTED else signature.role, decision=decision,
                 reason=signature.reason or None, method="api" if actor.door == "api" else "sign-in")
    )
    session.flush()


def _follow(session: Session, review: Review) -> None:
    """``is_live`` follows the state, so that the database can refuse a second live review of a lead incident."""
    live = review.state in LIVE
    session.execute(
        sa.update(ReviewIncident).where(ReviewIncident.review_id == review.id).values(is_live=live)
    )


def _step(
    session: Session, actor: Actor, review: Review, reason: str = "", facts: ReviewFacts | None = None
) -> Step:
    return Step(review=facts or facts_of(session, review), actor_id=actor.person_id, submitter_id=review.submitted_by_id,
                earlier_approver_ids=_approvers(session, review), reason=reason)


def _approvers(session: Session, review: Review) -> frozenset[int]:
    """Who has approved the present submission."""
    if review.state is not ReviewState.IN_REVIEW:
        return frozenset()
    snapshot = latest_snapshot(session, review)
    rows = session.scalars(
        sa.select(Approval.person_id).where(
            Approval.snapshot_id == snapshot.id, Approval.decision == Decision.APPROVED
        )
    )
    return frozenset(p for p in rows if p is not None)


def _gates(session: Session, review: Review) -> dict[str, Any]:
    return dict(session.get_one(Policy, review.policy_id).terms["gates"])


#: The role a signature is given in, by what the person holds; the first that fits.
_SIGNS_AS: tuple[tuple[Role | Part, str], ...] = (
    (Part.SERVICE_OWNER, "service_owner"), (Part.APPROVER, "approver"), (Role.PROBLEM_MANAGER, "problem_manager"),
    (Role.SERVICE_OWNER, "service_owner"), (Role.INCIDENT_MANAGER, "approver"),
)


def _role(actor: Actor, parts: frozenset[Part]) -> str:
    held = {*actor.roles, *parts}
    return next((name for holder, name in _SIGNS_AS if holder in held), "approver")
