"""Who may sign reviews, who has, and for whom: the facts of the approval chain, read for many reviews at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import IncidentService
from kernel.permission import Role
from kernel.record import Part, Participation, Scope
from organisation.models import Person, PersonRole, Service
from organisation.queries.deputy import standing_in, today
from pir.models import Approval, Decision, Review, ReviewIncident, Snapshot
from pir.rules.chain import ANYBODY, Signature, Signing, chain_of
from pir.rules.lifecycle import ReviewState

Key = TypeVar("Key")

#: Roles of the organisation that approve; a service owner does so for their services only.
APPROVING = (Role.PROBLEM_MANAGER, Role.INCIDENT_MANAGER, Role.SERVICE_OWNER)


@dataclass(frozen=True, slots=True)
class _Holders:
    """Who holds what, across the reviews that are asked about. ``owners``: by service; None = of every service."""

    by_role: Mapping[Role, frozenset[int]]
    owners: Mapping[int | None, frozenset[int]]
    services: Mapping[int, frozenset[int]]
    parts: Mapping[tuple[int, Part], frozenset[int]]
    present: Mapping[int, frozenset[int]]


def signing_of(session: Session, review: Review) -> Signing:
    return signings_of(session, [review])[review.id]


def signings_of(session: Session, reviews: Sequence[Review]) -> dict[int, Signing]:
    """The facts of each review's present submission, in a fixed number of statements where their policies are loaded."""
    ids = [review.id for review in reviews]
    held = _holders(session, ids)
    signed = _signed(session, ids)
    stands_in = standing_in(session, today(session))
    return {
        review.id: Signing(
            chain=chain_of(review.policy.terms["approvals"]),
            signed=signed.get(review.id, ()) if review.state is ReviewState.IN_REVIEW else (),
            submitter_id=review.submitted_by_id,
            may_sign=_may_sign(review, held),
            stands_in=stands_in,
        )
        for review in reviews
    }


def _may_sign(review: Review, held: _Holders) -> dict[str, frozenset[int]]:
    """Role of a step -> people. Of a restricted review, only people who take part in it.

    Where no service of the review has an owner, the person named as service owner of the review stands for one.
    """
    owners = held.owners.get(None, frozenset()).union(*(held.owners.get(s, frozenset()) for s in held.services.get(review.id, ())))
    named = held.parts.get((review.id, Part.SERVICE_OWNER), frozenset())
    approvers = held.parts.get((review.id, Part.APPROVER), frozenset())
    managers, leads = held.by_role[Role.PROBLEM_MANAGER], held.by_role[Role.INCIDENT_MANAGER]
    found = {
        Role.SERVICE_OWNER.value: owners or named, Role.PROBLEM_MANAGER.value: managers,
        Role.INCIDENT_MANAGER.value: leads, ANYBODY: owners | named | approvers | managers | leads,
    }
    if review.record.scope is not Scope.RESTRICTED:
        return found
    present = held.present.get(review.id, frozenset())
    return {role: people & present for role, people in found.items()}


def _holders(session: Session, review_ids: Sequence[int]) -> _Holders:
    is_here = Person.left_on.is_(None)
    by_role: dict[Role, set[int]] = {role: set() for role in APPROVING}
    owners: dict[int | None, set[int]] = {}
    rows = session.execute(
        sa.select(PersonRole.person_id, PersonRole.role, PersonRole.service_id)
        .join(Person, Person.id == PersonRole.person_id).where(PersonRole.role.in_(APPROVING), is_here)
    )
    for person_id, role, service_id in rows:
        by_role[role].add(person_id)
        if role is Role.SERVICE_OWNER:
            owners.setdefault(service_id, set()).add(person_id)
    services: dict[int, set[int]] = {}
    for review_id, service_id, owner_id in session.execute(
        sa.select(ReviewIncident.review_id, Service.id, Person.id)
        .join(IncidentService, IncidentService.incident_id == ReviewIncident.incident_id)
        .join(Service, Service.id == IncidentService.service_id)
        .outerjoin(Person, sa.and_(Person.id == Service.owner_id, is_here))
        .where(ReviewIncident.review_id.in_(review_ids))
    ):
        services.setdefault(review_id, set()).add(service_id)
        if owner_id is not None:
            owners.setdefault(service_id, set()).add(owner_id)
    parts: dict[tuple[int, Part], set[int]] = {}
    present: dict[int, set[int]] = {}
    for record_id, person_id, part in session.execute(
        sa.select(Participation.record_id, Participation.person_id, Participation.part)
        .join(Person, Person.id == Participation.person_id).where(Participation.record_id.in_(review_ids), is_here)
    ):
        parts.setdefault((record_id, part), set()).add(person_id)
        present.setdefault(record_id, set()).add(person_id)
    return _Holders(_frozen(by_role), _frozen(owners), _frozen(services), _frozen(parts), _frozen(present))


def _frozen(sets: Mapping[Key, set[int]]) -> dict[Key, frozenset[int]]:
    return {key: frozenset(found) for key, found in sets.items()}


def _signed(session: Session, review_ids: Sequence[int]) -> dict[int, tuple[Signature, ...]]:
    """Approvals of the latest snapshot of each review."""
    latest = sa.select(sa.func.max(Snapshot.id)).where(Snapshot.review_id.in_(review_ids)).group_by(Snapshot.review_id)
    rows = session.execute(
        sa.select(Approval.review_id, Approval.step, Approval.person_id, Approval.for_id)
        .where(Approval.snapshot_id.in_(latest), Approval.decision == Decision.APPROVED, Approval.person_id.is_not(None))
        .order_by(Approval.id)
    )
    found: dict[int, tuple[Signature, ...]] = {}
    for review_id, step, person_id, for_id in rows:
        if step is not None and person_id is not None:
            found[review_id] = (*found.get(review_id, ()), Signature(step, person_id, for_id))
    return found
