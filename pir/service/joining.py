"""Several incidents in one review: joining, taking out, choosing the lead, merging two reviews (decisions 3, 22)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident
from incidents.queries.incident import find as find_incident
from kernel.errors import Invalid, NotFound, Obstacle, Refused
from kernel.permission import Actor, require_on, visible
from kernel.record import Record, Scope, lock
from pir.models import Review, ReviewIncident
from pir.queries.review import find
from pir.rules.lifecycle import EDITABLE, ReviewState
from pir.service.clocks import set_clocks
from pir.service.editing import expect, open_for_change, save

MERGE = "merge a review"


def join(session: Session, actor: Actor, ref: str, version: int | None, incident_ref: str) -> Review:
    """Let the review cover one more incident. One that is in another live review is refused: the two are merged instead."""
    review = open_for_change(session, actor, ref)
    expect(session, review, version, {}, {})
    try:
        incident = find_incident(session, actor, incident_ref)
    except NotFound:
        raise Invalid({"incident": [f"There is no incident {incident_ref[:40]} that you may see"]}) from None
    if any(link.incident_id == incident.id for link in review.incidents):
        raise Invalid({"incident": [f"{incident_ref} is in this review already"]})
    _refuse_taken(session, actor, incident)
    _take_in(review, incident)
    save(session, actor, review, "join incident", {}, {"joined": incident.record.ref})
    return review


def take_out(session: Session, actor: Actor, ref: str, version: int | None, incident_ref: str) -> Review:
    """Let the review no longer cover an incident. The lead stays until another leads; what was restricted stays so."""
    review = open_for_change(session, actor, ref)
    expect(session, review, version, {}, {})
    link = _link(session, actor, review, incident_ref)
    if link.is_lead:
        raise Refused([Obstacle(f"{incident_ref} leads this review. Make another incident the lead first.", "incidents")])
    review.incidents.remove(link)
    save(session, actor, review, "take out incident", {"joined": incident_ref}, {})
    return review


def make_lead(session: Session, actor: Actor, ref: str, version: int | None, incident_ref: str) -> Review:
    """Let another incident of the review lead it; the clocks count from its times from now on."""
    review = open_for_change(session, actor, ref)
    expect(session, review, version, {}, {})
    link = _link(session, actor, review, incident_ref)
    if link.is_lead:
        raise Refused([Obstacle(f"{incident_ref} leads this review already.", "incidents")])
    old = next(each for each in review.incidents if each.is_lead)
    before = session.get_one(Incident, old.incident_id).record.ref
    old.is_lead = False
    session.flush()  # the database holds one lead at a time
    link.is_lead = True
    session.flush()
    set_clocks(session, review)
    save(session, actor, review, "change lead", {"lead": before}, {"lead": incident_ref})
    return review


def merge(session: Session, actor: Actor, ref: str, version: int | None, into: str, reason: str) -> Review:
    """End a draft in favour of another: its incidents move there, and what it held stays readable. Returns the other."""
    source = find(session, actor, ref)
    require_on(session, actor, MERGE, source.record)
    try:
        target = find(session, actor, into)
    except NotFound:
        raise Invalid({"into": [f"There is no review {into[:40]} that you may see"]}) from None
    require_on(session, actor, MERGE, target.record)
    for review in sorted({source, target}, key=lambda r: r.id):
        lock(session, review.record)
        session.refresh(review, ["state", "incidents"])
    expect(session, source, version, {}, {})
    _refuse_merge(source, target, reason)
    held = {link.incident_id for link in target.incidents}
    for link in source.incidents:
        link.is_live = False
    session.flush()
    moved = session.scalars(sa.select(Incident).where(Incident.id.in_([link.incident_id for link in source.incidents]))).all()
    for incident in moved:
        if incident.id not in held:
            _take_in(target, incident)
    source.state, source.merged_into_id = ReviewState.WAIVED, target.id
    source.waived_reason, source.waived_by_id = reason, actor.person_id
    refs = sorted(i.record.ref for i in moved)
    save(session, actor, source, "merge review", {"state": ReviewState.DRAFT}, {"merged into": target.record.ref, "reason": reason})
    save(session, actor, target, "take in review", {}, {"merged": source.record.ref, "joined": refs})
    return target


def _refuse_merge(source: Review, target: Review, reason: str) -> None:
    if source.id == target.id:
        raise Invalid({"into": ["Enter the reference of another review"]})
    if not reason.strip():
        raise Invalid({"reason": ["Enter why the two are one"]})
    for review in (source, target):
        if review.state not in EDITABLE:
            state = review.state.value.replace("_", " ")
            raise Refused([Obstacle(f"{review.record.ref} is {state}. Only drafts are merged.", "approval")])
    if source.record.scope is Scope.RESTRICTED and target.record.scope is not Scope.RESTRICTED:
        raise Refused([Obstacle(f"{source.record.ref} is restricted. Restrict {target.record.ref} before you merge the two.", "classification")])


def _take_in(review: Review, incident: Incident) -> None:
    """One more incident, which shares the scope of its review (decision 24)."""
    review.incidents.append(ReviewIncident(incident_id=incident.id, is_lead=False))
    if review.record.scope is Scope.RESTRICTED:
        incident.record.scope, incident.record.guard_id = Scope.RESTRICTED, review.id


def _refuse_taken(session: Session, actor: Actor, incident: Incident) -> None:
    """Names the other review only to who may see it."""
    if incident.record.scope is Scope.RESTRICTED:
        raise Invalid({"incident": [f"{incident.record.ref} is restricted with another review"]})
    other = session.scalar(
        sa.select(ReviewIncident.review_id).where(ReviewIncident.incident_id == incident.id, ReviewIncident.is_live).limit(1)
    )
    if other is None:
        return
    shown = session.scalar(sa.select(Record.ref).where(Record.id == other, visible(actor)))
    text = f"{incident.record.ref} is in {shown}. Merge the two reviews" if shown else f"{incident.record.ref} is in another review"
    raise Invalid({"incident": [text]})


def _link(session: Session, actor: Actor, review: Review, incident_ref: str) -> ReviewIncident:
    incident = find_incident(session, actor, incident_ref)
    found = next((link for link in review.incidents if link.incident_id == incident.id), None)
    if found is None:
        raise NotFound("incident")
    return found


