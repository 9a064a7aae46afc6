"""What people write into a review: the story, the impact, the findings, the session, the people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.edit import changes, expect_version
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, require_on
from kernel.record import Part, Participation, Record, Scope, touch
from organisation.models import Person
from pir.models import Classification, ClockKind, Finding, FindingKind, Impact, Review
from pir.queries.review import find, people_of
from pir.service.clocks import mark_met, set_clocks
from pir.service.editing import CONTRIBUTE, EDIT, name_of, open_for_change

NARRATIVE = ("summary", "trigger", "detection", "response", "recovery")
LABELS = {
    "title": "Title", "summary": "Summary", "trigger": "Trigger", "detection": "Detection", "response": "Response",
    "recovery": "Recovery", "well": "Went well", "badly": "Went badly", "lucky": "Where we were lucky",
}


def edit_story(session: Session, actor: Actor, ref: str, version: int | None, values: Mapping[str, Any]) -> Review:
    """Title, severity and the five parts of the narrative."""
    review = open_for_change(session, actor, ref)
    shown = {"title": review.record.title, **{part: getattr(review, part) for part in NARRATIVE}}
    _expect(session, review, version, shown, values)
    title = values.get("title", review.record.title)
    before, after = changes(review, {k: v for k, v in values.items() if k != "title"})
    if title != review.record.title:
        before["title"], after["title"] = review.record.title, title
        review.record.title = title
    _save(session, actor, review, "edit review", before, after)
    return review


def set_impact(
    session: Session, actor: Actor, ref: str, version: int | None, rows: Sequence[Mapping[str, Any]]
) -> Review:
    """Replace the impact table by ``rows`` (measure, value, unit, precision, source)."""
    review = open_for_change(session, actor, ref)
    _expect(session, review, version, {}, {})
    held = list(session.scalars(sa.select(Impact).where(Impact.review_id == review.id).order_by(Impact.position)))
    before = [{"measure": i.measure, "value": i.value, "unit": i.unit} for i in held]
    session.execute(sa.delete(Impact).where(Impact.review_id == review.id))
    for position, row in enumerate(rows):
        session.add(
            Impact(review_id=review.id, measure=row["measure"], value=row["value"], unit=row.get("unit") or "",
                   is_exact=row.get("precision") == "exact", source=row.get("source") or "", position=position)
        )
    _save(session, actor, review, "set impact", {"impact": before},
          {"impact": [{k: row.get(k) for k in ("measure", "value", "unit")} for row in rows]})
    return review


def set_findings(
    session: Session, actor: Actor, ref: str, version: int | None, found: Mapping[str, Sequence[str]]
) -> Review:
    """Replace what went well, badly and luckily; a line each."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    held = findings_of(session, review.id)
    _expect(session, review, version, _lines(held), _lines(found))
    session.execute(sa.delete(Finding).where(Finding.review_id == review.id))
    for kind in FindingKind:
        for position, text in enumerate(found.get(kind.value, ())):
            session.add(Finding(review_id=review.id, kind=kind, text=text, position=position))
    _save(session, actor, review, "set findings", held, dict(found))
    return review


def findings_of(session: Session, review_id: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {kind.value: [] for kind in FindingKind}
    for row in session.scalars(
        sa.select(Finding).where(Finding.review_id == review_id).order_by(Finding.position, Finding.id)
    ):
        found[row.kind.value].append(row.text)
    return found


def plan_session(session: Session, actor: Actor, ref: str, version: int | None, at: datetime | None) -> Review:
    """Set (or with None take back) the planned time of the session; the pre-read clock follows."""
    review = open_for_change(session, actor, ref)
    _expect(session, review, version, {}, {})
    before, after = changes(review, {"session_planned_at": at})
    set_clocks(session, review)
    _save(session, actor, review, "plan session", before, after)
    return review


def hold_session(
    session: Session, actor: Actor, ref: str, version: int | None, at: datetime, attended: Sequence[int]
) -> Review:
    """Record that the session was held, when, and who was there: the KPI "PIR on time" counts from here."""
    review = open_for_change(session, actor, ref)
    _expect(session, review, version, {}, {})
    if at > clock.now():
        raise Invalid({"session_held_at": ["The session was held must not be in the future"]})
    before, after = changes(review, {"session_held_at": at})
    mark_met(review, ClockKind.SESSION, at)
    for part, _ in people_of(session, review.id):
        part.attended = part.person_id in attended
    _save(session, actor, review, "hold session", before, {**after, "attended": sorted(attended)})
    return review


def set_people(
    session: Session, actor: Actor, ref: str, version: int | None, parts: Sequence[tuple[int, Part]]
) -> Review:
    """Replace who takes part and how. The last facilitator cannot be taken away."""
    review = open_for_change(session, actor, ref)
    _expect(session, review, version, {}, {})
    wanted = set(parts)
    if not any(part is Part.FACILITATOR for _, part in wanted):
        raise Invalid({"people": ["A review needs a facilitator"]})
    known = set(session.scalars(sa.select(Person.id).where(Person.id.in_({p for p, _ in wanted}))))
    if {p for p, _ in wanted} - known:
        raise Invalid({"people": ["One of these people is not there any more. Choose again"]})
    held = {(row.person_id, row.part): row for row, _ in people_of(session, review.id)}
    for key in held.keys() - wanted:
        session.delete(held[key])
    for person_id, part in sorted(wanted - held.keys()):
        session.add(Participation(record_id=review.id, person_id=person_id, part=part))
    _save(session, actor, review, "set people", {"people": sorted((p, k.value) for p, k in held)},
          {"people": sorted((p, k.value) for p, k in wanted)})
    return review


def classify(session: Session, actor: Actor, ref: str, version: int | None, marking: Classification) -> Review:
    """Change the marking. Restricted also restricts access, to the review and all that hangs on it (decision 24)."""
    review = find(session, actor, ref)
    require_on(session, actor, "restrict a review", review.record)
    _expect(session, review, version, {}, {})
    if marking is Classification.RESTRICTED and not _takes_part(session, actor, review):
        raise Refused([Obstacle("Take part in the review before you restrict it, or you lose sight of it.", "people")])
    before, after = changes(review, {"classification": marking})
    scope = Scope.RESTRICTED if marking is Classification.RESTRICTED else Scope.OPEN
    _set_scope(session, review, scope)
    _save(session, actor, review, "classify review", before, after)
    return review


def _takes_part(session: Session, actor: Actor, review: Review) -> bool:
    if actor.person_id is None:
        return True
    return any(part.person_id == actor.person_id for part, _ in people_of(session, review.id))


def _set_scope(session: Session, review: Review, scope: Scope) -> None:
    """The review, its factors and actions, and its incidents share one scope, guarded by the review."""
    review.record.scope = scope
    incident_ids = [link.incident_id for link in review.incidents]
    guarded = session.scalars(
        sa.select(Record).where(sa.or_(Record.guard_id == review.id, Record.id.in_(incident_ids)))
    )
    for record in guarded:
        record.scope = scope
        if record.id in incident_ids:
            record.guard_id = review.id if scope is Scope.RESTRICTED else None


def _lines(found: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {kind: "\n".join(texts) for kind, texts in found.items()}


def _expect(
    session: Session, review: Review, version: int | None, theirs: Mapping[str, Any], yours: Mapping[str, Any]
) -> None:
    expect_version(review.record.ref, review.record.version, version, labels=LABELS, theirs=theirs, yours=yours,
                   by=name_of(session, review.record.changed_by_id))


def _save(
    session: Session, actor: Actor, review: Review, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    touch(review.record, actor.person_id)
    session.flush()
    audit.note(session, actor, verb, record_id=review.id, before=before, after=after)


__all__ = ["CONTRIBUTE", "EDIT", "NARRATIVE", "classify", "edit_story", "findings_of", "hold_session", "plan_session",
           "set_findings", "set_impact", "set_people"]
