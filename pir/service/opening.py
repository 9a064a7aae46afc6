"""Opening a review: by a person, from a pasted ticket, for an incident, or by the rule after an import (decisions 3, 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.events import IncidentsImported
from incidents.models import Incident
from incidents.queries.incident import find as find_incident
from incidents.rules import times
from incidents.service.incident import add_incident
from kernel import audit, clock
from kernel.chunks import chunks
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, require, visible
from kernel.record import Part, Participation, Record, Scope, next_ref
from kernel.ref import RecordKind
from organisation.queries.policy import policy_in_force
from pir.models import Classification, Review, ReviewIncident
from pir.queries.candidate import candidate
from pir.queries.proposals import is_reviewed, restored_lately
from pir.queries.review import live_review_of
from pir.queries.templates import as_template, chosen
from pir.rules.lifecycle import ReviewKind
from pir.rules.trigger import Need, need
from pir.service.causes import begin_analysis
from pir.service.clocks import set_clocks
from pir.service.naming import added_people, chosen_people, service_ids_of
from pir.service.timeline import NewEntry, add_entries

OPEN = "open a review"


def open_review(
    session: Session,
    actor: Actor,
    *,
    title: str,
    severity: int,
    zone: str,
    kind: str = "incident",
    incident_ref: str | None = None,
    service_ids: Sequence[int] = (),
    times: Mapping[str, times.TimeFact] | None = None,
    services: Sequence[str] = (),
    description: str = "",
    classification: str | None = None,
    people: Sequence[tuple[int, str]] = (),
    new_people: Sequence[tuple[str, str | None, str]] = (),
    session_at: datetime | None = None,
    entries: Sequence[NewEntry] = (),
) -> Review:
    """A draft from title, severity and one time: everything else is an obstacle at submit, not at create.

    The incident is written down with it. ``services`` are names; ``people`` are (person id, part) and ``new_people``
    (name, mail or None, part): what is not known yet is added. Without a facilitator the actor is the facilitator.
    """
    require(actor, OPEN)
    if not any(fact.at for fact in (times or {}).values()):
        raise Invalid({"occurred": ["Enter at least one time, for example when the impact started"]})
    if session_at is not None and session_at <= clock.now():
        raise Invalid({"session_at": ["Session must be in the future"]})
    if incident_ref:
        _refuse_second(session, actor, incident_ref)
    incident = add_incident(session, actor, title=title, severity=severity, zone=zone, ref=incident_ref,
                            source="paste" if description else "form", description=description,
                            service_ids=[*service_ids, *service_ids_of(session, actor, services)], times=times)
    taking_part = [*chosen_people(session, people), *added_people(session, actor, new_people)]
    review = _make(session, actor, incident, title=title, severity=severity, zone=zone, kind=kind,
                   classification=classification, people=taking_part, session_at=session_at)
    if entries:
        add_entries(session, actor, review.record.ref, entries)
    return review


def open_for_incident(session: Session, actor: Actor, incident_ref: str) -> Review:
    """A draft for an incident that is stored already; refused while the incident leads a live review."""
    require(actor, OPEN)
    incident = find_incident(session, actor, incident_ref)
    if live_review_of(session, incident.id) is not None:
        raise Refused([Obstacle(f"A review for {incident_ref} exists already.", f"/incidents/{incident_ref}")])
    return _make(session, actor, incident, title=incident.record.title, severity=incident.severity or 3,
                 zone=incident.zone, kind="incident", classification=None, people=())


def on_incidents_imported(session: Session, actor: Actor, happened: IncidentsImported) -> None:
    """Subscriber: ask the rule for each imported incident, and open what the policy says is to be opened."""
    terms = policy_in_force(session).terms["review"]
    for ids in chunks(happened.incident_ids):
        wanted = Incident.id.in_(ids)
        for incident in session.scalars(sa.select(Incident).where(wanted, restored_lately(terms["history_days"]), ~_was_decided())):
            if need(candidate(incident), terms, clock.now()) is Need.OPEN:
                _make(session, actor, incident, title=incident.record.title, severity=incident.severity or 3,
                      zone=incident.zone, kind="incident", classification=None, people=())


def _was_decided() -> sa.ColumnElement[bool]:
    """Condition on ``Incident``: it is in a live review, or led one (a waiver is a decision that no import takes back), or it
    is restricted: an open review of its own would tell its title."""
    hidden = sa.select(Record.id).where(Record.id == Incident.id, Record.scope == Scope.RESTRICTED)
    return sa.or_(is_reviewed(), hidden.exists())


def _make(
    session: Session,
    actor: Actor,
    incident: Incident,
    *,
    title: str,
    severity: int,
    zone: str,
    kind: str,
    classification: str | None,
    people: Sequence[tuple[int, Part]],
    session_at: datetime | None = None,
) -> Review:
    policy = policy_in_force(session)
    template = chosen(session, policy.terms, ReviewKind(kind), severity)
    default = as_template(template).classification or policy.terms["review"]["default_classification"]
    marking = Classification(classification or default)
    if incident.record.scope is Scope.RESTRICTED:  # a waived review has left it so: what is new inherits it (decision 24)
        marking = Classification.RESTRICTED
    restricted = marking is Classification.RESTRICTED
    record = Record(kind=RecordKind.REVIEW, ref=next_ref(session, RecordKind.REVIEW), title=title,
                    scope=Scope.RESTRICTED if restricted else Scope.OPEN, changed_by_id=actor.person_id)
    review = Review(record=record, kind=ReviewKind(kind), severity=severity, classification=marking,
                    policy_id=policy.id, template_id=template.id, zone=zone, session_planned_at=session_at)
    session.add(review)
    session.flush()
    review.incidents.append(ReviewIncident(incident_id=incident.id, is_lead=True))
    if restricted:
        incident.record.scope, incident.record.guard_id = Scope.RESTRICTED, record.id
    _add_people(session, actor, record.id, people)
    begin_analysis(session, review)
    set_clocks(session, review)
    session.flush()
    audit.note(session, actor, "open review", record_id=record.id,
               after={"ref": record.ref, "title": title, "severity": severity, "incident": incident.record.ref})
    return review


def _add_people(session: Session, actor: Actor, record_id: int, people: Sequence[tuple[int, Part]]) -> None:
    """Who takes part from the start; a review opened by the machine has no facilitator until one takes it."""
    wanted = dict.fromkeys(people)
    if not any(part is Part.FACILITATOR for _, part in wanted) and actor.person_id is not None:
        wanted[(actor.person_id, Part.FACILITATOR)] = None
    session.add_all(Participation(record_id=record_id, person_id=p, part=part) for p, part in wanted)
    session.flush()


def _refuse_second(session: Session, actor: Actor, incident_ref: str) -> None:
    """An incident that is stored is reviewed from its own page; the text names it only to who may see it."""
    seen = session.scalar(sa.select(Record.id).where(Record.ref == incident_ref, visible(actor)))
    if seen is None:
        return
    if live_review_of(session, seen) is not None:
        raise Invalid({"incident_ref": [f"A review for {incident_ref} already exists"]})
    raise Invalid({"incident_ref": [f"{incident_ref} is stored already. Open the review from its page"]})

