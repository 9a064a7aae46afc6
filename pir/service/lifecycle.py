"""Moving a review through its lifecycle, and freezing what was signed (decisions 7, 25)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock, event
from kernel.permission import Actor, may, parts_of, require_on
from kernel.record import Part, lock, touch
from kernel.workflow import Findings, Transition
from pir.events import ReviewApproved, ReviewPublished
from pir.models import Approval, ClockKind, Decision, Review, ReviewIncident, Snapshot
from pir.queries.checks import dismissals_of, quality
from pir.queries.document import content, document
from pir.queries.facts import facts_of
from pir.queries.review import find, merged_into
from pir.queries.signing import signing_of
from pir.queries.templates import template_of
from pir.rules import chain, template
from pir.rules.chain import Signature, Signing, Way
from pir.rules.completeness import ReviewFacts
from pir.rules.content import canonical, content_hash
from pir.rules.lifecycle import LIVE, REVIEW_LIFECYCLE, ReviewState, Step
from pir.service.clocks import mark_met
from pir.service.editing import expect

APPROVE = "approve a review"


def check(
    session: Session, actor: Actor, review: Review, name: str, facts: ReviewFacts | None = None,
    signing: Signing | None = None,
) -> Findings:
    """What stands in the way of a transition, and what is only hinted at, without doing anything.

    ``facts`` and ``signing`` are those of the review, where the caller has read them already.
    """
    step = _step(session, actor, review, facts=facts, signing=signing)
    return REVIEW_LIFECYCLE.check(name, review.state, step, _gates(review))


def offered(session: Session, actor: Actor, review: Review, signing: Signing | None = None) -> list[Transition]:
    """The transitions out of the present state that the actor may try, by role, by part, or as a signer of this review."""
    parts = parts_of(session, actor, review.record)
    found = []
    for wanted in REVIEW_LIFECYCLE.offered(review.state):
        if not may(actor, wanted.verb, parts) and wanted.verb == APPROVE:
            signing = signing or signing_of(session, review)
        if _may(actor, wanted, parts, signing):
            found.append(wanted)
    return found


def _may(actor: Actor, wanted: Transition, parts: frozenset[Part], signing: Signing | None) -> bool:
    """Who is named as owner of a service approves its reviews without a role, and so does the deputy of an approver."""
    if may(actor, wanted.verb, parts):
        return True
    return wanted.verb == APPROVE and signing is not None and chain.is_signer(signing, actor.person_id)


def transition(
    session: Session, actor: Actor, ref: str, name: str, *, reason: str = "", version: int | None = None,
    as_role: str | None = None,
) -> Review:
    """Take one transition of the table, or raise ``Refused`` with every obstacle.

    ``version`` is the review as the person saw it: nobody signs what changed in the meantime. None does not ask.
    ``as_role`` chooses the step of the approval chain where a person could sign more than one.
    """
    review = find(session, actor, ref)
    wanted = REVIEW_LIFECYCLE[name]
    if wanted not in offered(session, actor, review):
        require_on(session, actor, wanted.verb, review.record)
    lock(session, review.record)
    session.refresh(review, ["state", "edition", "submitted_by_id"])
    if version is not None:
        expect(session, review, version, {}, {})
    step = _step(session, actor, review, reason, as_role)
    REVIEW_LIFECYCLE.require(name, review.state, step, _gates(review))
    before = review.state
    said = _EFFECTS.get(name, _move)(session, actor, review, wanted, step) or {}
    _follow(session, review)
    touch(review.record, actor.person_id)
    session.flush()
    audit.note(session, actor, f"{name.replace('_', ' ')} review", record_id=review.id,
               before={"state": before}, after={"state": review.state, "reason": reason or None, **said})
    return review


Said = dict[str, Any] | None


def _move(_session: Session, _actor: Actor, review: Review, wanted: Transition, _step: Step) -> Said:
    review.state = ReviewState(wanted.to)
    return None


def _submit(session: Session, actor: Actor, review: Review, wanted: Transition, step: Step) -> Said:
    review.submitted_at, review.submitted_by_id = clock.now(), actor.person_id
    snapshot = freeze(session, actor, review)
    _move(session, actor, review, wanted, step)
    _sign(session, actor, review, snapshot, Decision.SUBMITTED, "facilitator", step.reason)
    return None


def _approve(session: Session, actor: Actor, review: Review, wanted: Transition, step: Step) -> Said:
    """One signature, of one step of the chain; the state changes with the signature of the last one."""
    signing = step.signing
    way = next(w for w in chain.ways(signing, actor.person_id) if step.as_role in {None, w.role})
    person_id = actor.person_id or 0  # the guard lets no signature pass without a person
    role = chain.signed_as(signing, way, person_id)
    _sign(session, actor, review, latest_snapshot(session, review), Decision.APPROVED, role, step.reason, way)
    signed = replace(signing, signed=(*signing.signed, Signature(way.step, person_id, way.for_id)))
    if chain.is_complete(signed):
        _move(session, actor, review, wanted, step)
        review.approved_at = clock.now()
        mark_met(review, ClockKind.APPROVAL, review.approved_at)
        event.announce(session, actor, ReviewApproved(review.id))
    return {"signed_as": role, "for_id": way.for_id}


def _return(session: Session, actor: Actor, review: Review, wanted: Transition, step: Step) -> Said:
    held = step.signing.may_sign
    role = next((r for r, people in held.items() if actor.person_id in people), chain.ANYBODY)
    _sign(session, actor, review, latest_snapshot(session, review), Decision.RETURNED, role, step.reason)
    return _move(session, actor, review, wanted, step)


def _publish(session: Session, actor: Actor, review: Review, wanted: Transition, step: Step) -> Said:
    review.published_at = clock.now()
    _move(session, actor, review, wanted, step)
    event.announce(session, actor, ReviewPublished(review.id))
    return None


def _amend(session: Session, actor: Actor, review: Review, wanted: Transition, step: Step) -> Said:
    """Version n+1 begins as a draft; the frozen version n stays readable."""
    _move(session, actor, review, wanted, step)
    review.edition += 1
    review.approved_at = review.published_at = None
    return None


def _waive(session: Session, actor: Actor, review: Review, wanted: Transition, step: Step) -> Said:
    review.waived_reason, review.waived_by_id = step.reason, actor.person_id
    return _move(session, actor, review, wanted, step)


_EFFECTS: dict[str, Callable[[Session, Actor, Review, Transition, Step], Said]] = {
    "submit": _submit, "approve": _approve, "return_to_author": _return, "publish": _publish, "amend": _amend,
    "waive": _waive,
}


def freeze(session: Session, actor: Actor, review: Review) -> Snapshot:
    """Store the document as it stands, with the hash that every signature of this submission will name."""
    session.flush()
    shown = document(session, review)
    frozen = {**shown, **quality(shown, dismissals_of(session, review.id))}
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
    session: Session, actor: Actor, review: Review, snapshot: Snapshot, decision: Decision, role: str, reason: str,
    way: Way | None = None,
) -> None:
    session.add(
        Approval(review_id=review.id, snapshot_id=snapshot.id, edition=review.edition, person_id=actor.person_id,
                 for_id=way.for_id if way else None, step=way.step if way else None, role=role, decision=decision,
                 reason=reason or None, method="api" if actor.door == "api" else "sign-in")
    )
    session.flush()


def _follow(session: Session, review: Review) -> None:
    """``is_live`` follows the state, so that the database can refuse a second live review of a lead incident."""
    live = review.state in LIVE
    session.execute(
        sa.update(ReviewIncident).where(ReviewIncident.review_id == review.id).values(is_live=live)
    )


def _step(
    session: Session, actor: Actor, review: Review, reason: str = "", as_role: str | None = None,
    facts: ReviewFacts | None = None, signing: Signing | None = None,
) -> Step:
    """Of a review that is not submitted, the actor counts as the one who would submit it."""
    signing = signing or signing_of(session, review)
    if review.state is not ReviewState.IN_REVIEW:
        signing = replace(signing, submitter_id=actor.person_id)
    words = [chain.ROLE_WORDS.get(role, role) for role in dict.fromkeys(chain.unsignable(signing))]
    found = replace(facts or facts_of(session, review), roles_without_person=tuple(words))
    return Step(review=found, actor_id=actor.person_id, signing=signing, reason=reason, as_role=as_role,
                merged_into=merged_into(session, review) or "")


def _gates(review: Review) -> dict[str, Any]:
    """The gates of the policy under which the review was opened, as far as its template asks for the parts."""
    return template.gates(template_of(review), review.policy.terms["gates"])
