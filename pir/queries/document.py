"""One canonical JSON document of a review (decision 25): page, report, diff, hash and bundle read only this.

The number of statements is fixed: none depends on how many entries, factors or actions there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.queries import for_document
from incidents.models import Incident, TimelineEntry
from incidents.queries.incident import facts_of, services_of
from incidents.queries.service_level import service_levels
from incidents.rules import times as time_rules
from incidents.rules.service_level_words import level_of
from kernel import clock
from kernel.clock import stamp
from kernel.evidence import Evidence
from kernel.record import Scope
from organisation.models import Organisation, Person, Policy
from organisation.queries.person import names_of
from pir.models import Approval, ClockKind, Finding, FindingKind, Impact, Review, Snapshot
from pir.queries.causes import questions_of
from pir.queries.corrections import corrections_of_review
from pir.queries.document_timeline import communications, timeline
from pir.queries.response import response_of
from pir.queries.review import incidents_of, people_of
from pir.queries.severity import severity_of
from pir.queries.templates import template_of
from pir.queries.timeline import belongs_to
from pir.rules.cadence import target_of
from pir.rules.chain import chain_of
from pir.rules.clock import counted_in

SCHEMA = "debrief/review@1"

CLOCK_ORDER = (ClockKind.SESSION, ClockKind.APPROVAL, ClockKind.PRE_READ)

#: Parts of the document that change with the moment of reading or with a signature, not with the content.
NOT_CONTENT = ("as_of", "service_level", "approvals", "versions", "chain", "clock_events", "corrections")
NOT_CONTENT_OF_CLOCK = ("met_at", "stopped_at", "counts")
NOT_CONTENT_OF_REVIEW = ("state", "submitted_at", "approved_at", "published_at")


def document(session: Session, review: Review, as_of: datetime | None = None) -> dict[str, Any]:
    """The review as it stands now, as plain JSON values of the schema ``debrief/review@1``."""
    rows = incidents_of(session, review)
    incidents = _incidents(session, review, rows)
    lead = next((i for i in incidents if i["lead"]), None)
    milestones = _milestones(lead)
    entries = _entries(session, review)
    policy = review.policy
    organisation = session.get_one(Organisation, 1)
    return {
        "schema": SCHEMA,
        "as_of": stamp(as_of or clock.now()),
        "zone": review.zone,
        "organisation": {"name": organisation.name},
        "review": _review(review, incidents, policy),
        "people": _people(session, review),
        "incidents": [{k: v for k, v in i.items() if k != "services"} for i in incidents],
        "service_level": _service_level(session, review, rows, as_of or clock.now()),
        "clocks": [
            {
                "kind": c.kind.value, "basis": c.basis, "started_at": stamp(c.started_at),
                "window_from": stamp(c.window_from), "due_at": stamp(c.due_at),
                "original_due_at": stamp(c.original_due_at), "met_at": stamp(c.met_at), "stopped_at": stamp(c.stopped_at),
                "counts": counted_in(c.kind.value, policy.terms["clocks"]),
            }
            for c in sorted(review.clocks, key=lambda c: CLOCK_ORDER.index(c.kind))
        ],
        "severity": severity_of(session, review),
        "clock_events": _clock_events(session, review),
        "narrative": {
            part: getattr(review, part) for part in ("summary", "trigger", "detection", "response", "recovery")
        },
        "impact": impact_of(session, review),
        "regulator": {"reportable": review.reportable.value if review.reportable else None, "authority": review.authority,
                      "reference": review.authority_ref, "due_at": stamp(review.report_due_at)},
        "timeline": timeline(entries, milestones),
        "communications": communications(entries, milestones, target_of(policy.terms["communications"], review.severity)),
        "response_check": {**response_of(session, review.id), "on_call_minutes": policy.terms["response"]["on_call_minutes"]},
        "findings": _findings(session, review),
        "result": {"kind": review.result.value if review.result else None, "words": review.result_words,
                   "continues_in": review.continues_in},
        "analysis": {"questions": questions_of(session, review.id)},
        "actions": for_document(session, review.id),
        "evidence": _evidence(session, review),
        **_sign_off(session, review),
        "template": _template(review),
        "corrections": corrections_of_review(session, review),
        "chain": list(chain_of(policy.terms["approvals"]).roles),
    }


def about_causes(session: Session, review: Review, questions: Sequence[Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """The members of the document that the checks of the causes look at, without the others.

    ``questions`` are those of the analysis, where the caller has read them already.
    """
    leads = [link.incident_id for link in review.incidents if link.is_lead]
    times = {"times": _times(session.get_one(Incident, leads[0]))} if leads else None
    return {
        "zone": review.zone,
        "people": _people(session, review),
        "timeline": timeline(_entries(session, review), _milestones(times)),
        "analysis": {"questions": questions or questions_of(session, review.id)},
        "actions": for_document(session, review.id),
    }


def content(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a signature covers: the document without the moment of reading, signatures and state."""
    kept = {k: v for k, v in document.items() if k not in NOT_CONTENT}
    kept["review"] = {k: v for k, v in document["review"].items() if k not in NOT_CONTENT_OF_REVIEW}
    kept["clocks"] = [{k: v for k, v in c.items() if k not in NOT_CONTENT_OF_CLOCK} for c in document["clocks"]]
    return kept


def _entries(session: Session, review: Review) -> list[TimelineEntry]:
    return list(
        session.scalars(sa.select(TimelineEntry).where(belongs_to(review)).order_by(TimelineEntry.at, TimelineEntry.id))
    )


def _people(session: Session, review: Review) -> list[dict[str, Any]]:
    return [
        {"name": person.name, "role": part.part.value, "attended": part.attended}
        for part, person in people_of(session, review.id)
    ]


def _clock_events(session: Session, review: Review) -> list[dict[str, Any]]:
    """What happened to the clocks, in its order."""
    names = names_of(session, {i for e in review.clock_events for i in (e.by_id, e.asked_by_id) if i})
    return [
        {
            "what": e.what.value, "at": stamp(e.at), "basis": e.basis, "start": stamp(e.start),
            "kind": e.kind.value if e.kind else None, "due_at": stamp(e.due_at), "reason": e.reason,
            "by": names.get(e.by_id) if e.by_id else None, "asked_by": names.get(e.asked_by_id) if e.asked_by_id else None,
        }
        for e in review.clock_events
    ]


def _review(review: Review, incidents: Sequence[Mapping[str, Any]], policy: Policy) -> dict[str, Any]:
    return {
        "ref": review.record.ref,
        "title": review.record.title,
        "kind": review.kind.value,
        "state": review.state.value,
        "version": review.edition,
        "severity": review.severity,
        "classification": review.classification.value,
        "restricted": review.record.scope is Scope.RESTRICTED,
        "services": sorted({name for i in incidents for name in i["services"]}),
        "opened_at": stamp(review.opened_at),
        "session_planned_at": stamp(review.session_planned_at),
        "session_held_at": stamp(review.session_held_at),
        "submitted_at": stamp(review.submitted_at),
        "approved_at": stamp(review.approved_at),
        "published_at": stamp(review.published_at),
        "policy": {"name": policy.name, "version": policy.version},
    }


def _template(review: Review) -> dict[str, Any]:
    """Name, version and the order of the parts: what a report needs of the template."""
    held = template_of(review)
    return {"name": held.name, "version": held.version, "parts": [part.key for part in held.parts]}


def _incidents(session: Session, review: Review, rows: Sequence[Incident]) -> list[dict[str, Any]]:
    """The lead first, then by reference."""
    leads = {link.incident_id for link in review.incidents if link.is_lead}
    services = services_of(session, [row.id for row in rows])
    found = [
        {
            "ref": row.record.ref, "title": row.record.title, "lead": row.id in leads, "severity": row.severity,
            "source": row.source, "state": row.state, "assignment_group": row.assignment_group,
            "contact_type": row.contact_type, "category": row.category, "subcategory": row.subcategory,
            "times": _times(row), "services": services.get(row.id, []),
        }
        for row in rows
    ]
    return sorted(found, key=lambda i: (not i["lead"], i["ref"]))


def _service_level(session: Session, review: Review, rows: Sequence[Incident], now: datetime) -> dict[str, Any]:
    """The targets of the lead incident, judged now; beside them what the ticket tool says. Derived, so no part of the content."""
    leads = {link.incident_id for link in review.incidents if link.is_lead}
    lead = next((row for row in rows if row.id in leads), None)
    levels = [level_of(verdict) for verdict in service_levels(session, lead, now)] if lead else []
    return {"levels": levels, "made_sla": lead.made_sla if lead else None}


def _times(incident: Incident) -> dict[str, dict[str, Any]]:
    held = time_rules.effective(facts_of(incident.times))
    return {
        moment: {
            "at": stamp(held[moment].at), "precision": held[moment].precision, "zone": held[moment].zone,
            "typed": held[moment].typed, "source": held[moment].source,
        }
        if moment in held
        else {"at": None, "precision": "unknown", "zone": incident.zone, "typed": "", "source": None}
        for moment in time_rules.ORDER
    }


def _milestones(lead: Mapping[str, Any] | None) -> dict[str, datetime]:
    times = lead["times"] if lead else {}
    return {m: datetime.fromisoformat(times[m]["at"]) for m in time_rules.MILESTONES if m in times and times[m]["at"]}


def impact_of(session: Session, review: Review) -> list[dict[str, Any]]:
    rows = session.scalars(sa.select(Impact).where(Impact.review_id == review.id).order_by(Impact.position, Impact.id))
    return [
        {"kind": r.kind.value, "measure": r.measure, "value": r.value, "unit": r.unit, "precision": "exact" if r.is_exact else "about",
         "source": r.source}
        for r in rows
    ]


def _findings(session: Session, review: Review) -> dict[str, list[str]]:
    rows = session.scalars(
        sa.select(Finding).where(Finding.review_id == review.id).order_by(Finding.position, Finding.id)
    )
    found: dict[str, list[str]] = {kind.value: [] for kind in FindingKind}
    for row in rows:
        found[row.kind.value].append(row.text)
    return found


def _evidence(session: Session, review: Review) -> list[dict[str, Any]]:
    rows = session.execute(
        sa.select(Evidence, Person.name)
        .outerjoin(Person, Person.id == Evidence.captured_by_id)
        .where(Evidence.record_id == review.id, Evidence.removed_at.is_(None))
        .order_by(Evidence.number)
    )
    return [
        {"number": e.number, "description": e.description, "url": e.url, "filename": e.filename, "media_type": e.media_type,
         "size": e.size, "sha256": e.sha256, "source": e.source, "captured_by": e.captured_by or name,
         "captured_at": stamp(e.captured_at)}
        for e, name in rows
    ]


def _sign_off(session: Session, review: Review) -> dict[str, list[dict[str, Any]]]:
    principal = sa.orm.aliased(Person)
    rows = session.execute(
        sa.select(Approval, Person.name, principal.name.label("for_name"), Snapshot.content_hash)
        .join(Snapshot, Snapshot.id == Approval.snapshot_id)
        .outerjoin(Person, Person.id == Approval.person_id)
        .outerjoin(principal, principal.id == Approval.for_id)
        .where(Approval.review_id == review.id)
        .order_by(Approval.at, Approval.id)
    ).all()
    approvals = [
        {"role": a.role, "step": a.step, "name": name or "Debrief", "for": for_name, "decision": a.decision.value,
         "reason": a.reason, "at": stamp(a.at), "method": a.method, "version": a.edition, "content_hash": content_hash}
        for a, name, for_name, content_hash in rows
    ]
    words = {"submitted": "Submitted for approval", "approved": "Approved as {}", "returned": "Returned to the author"}
    versions = [{"version": a["version"], "at": a["at"], "by": _signed_by(a), "what": words[str(a["decision"])].format(str(a["role"]).replace("_", " "))}
                for a in approvals]
    return {"approvals": approvals, "versions": versions}


def _signed_by(approval: Mapping[str, Any]) -> str:
    return f"{approval['name']} for {approval['for']}" if approval["for"] else str(approval["name"])
