"""Who takes part in a review, and who may know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.edit import changes
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, require_on
from kernel.record import Part, Participation, Record, Scope, lock
from organisation.models import Person
from organisation.queries.person import names_of
from organisation.service.person import find_or_add_person
from pir.models import Classification, Review
from pir.queries.review import find, people_of
from pir.service.editing import expect, open_for_change, save


def set_people(
    session: Session, actor: Actor, ref: str, version: int | None, rows: Sequence[Mapping[str, Any]]
) -> Review:
    """Replace who takes part and how. A row has ``part``, and ``person`` (an id) or ``name`` and ``email`` of a new one.

    The last facilitator cannot be taken away.
    """
    review = open_for_change(session, actor, ref)
    wanted = _wanted(session, actor, rows)
    held = {(row.person_id, row.part): row for row, _ in people_of(session, review.id)}
    expect(session, review, version, {"people": _in_words(session, held)}, {"people": _in_words(session, wanted)})
    if not any(part is Part.FACILITATOR for _, part in wanted):
        raise Invalid({"people": ["A review needs a facilitator"]})
    if review.record.scope is Scope.RESTRICTED and actor.person_id and actor.person_id not in {p for p, _ in wanted}:
        raise Invalid({"people": ["You would lose sight of this restricted review. Keep a part in it"]})
    for key in held.keys() - wanted:
        session.delete(held[key])
    for person_id, part in sorted(wanted - held.keys()):
        session.add(Participation(record_id=review.id, person_id=person_id, part=part))
    save(session, actor, review, "set people", {"people": sorted({p for p, _ in held})},
         {"people": sorted({p for p, _ in wanted}), "parts": _parts(wanted)})
    return review


def classify(session: Session, actor: Actor, ref: str, version: int | None, marking: Classification) -> Review:
    """Change the marking. Restricted also restricts access, to the review and all that hangs on it (decision 24)."""
    review = find(session, actor, ref)
    require_on(session, actor, "restrict a review", review.record)
    lock(session, review.record)
    session.refresh(review, ["classification"])
    expect(session, review, version, {"classification": review.classification.value},
           {"classification": marking.value})
    if marking is Classification.RESTRICTED and not _takes_part(session, actor, review):
        raise Refused([Obstacle("Take part in the review before you restrict it, or you lose sight of it.", "people")])
    before, after = changes(review, {"classification": marking})
    _set_scope(session, review, Scope.RESTRICTED if marking is Classification.RESTRICTED else Scope.OPEN)
    save(session, actor, review, "classify review", before, after)
    return review


def _wanted(session: Session, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> set[tuple[int, Part]]:
    chosen = {row["person"] for row in rows if row.get("person")}
    known = set(session.scalars(sa.select(Person.id).where(Person.id.in_(chosen))))
    wanted: set[tuple[int, Part]] = set()
    for number, row in enumerate(rows):
        if row.get("person"):
            if row["person"] not in known:
                raise Invalid({f"people-{number}-person": ["Select a person from the list"]})
            wanted.add((row["person"], Part(row["part"])))
            continue
        try:
            person = find_or_add_person(session, actor, row["name"], row.get("email"))
        except Invalid as wrong:
            raise Invalid({f"people-{number}-{key}": texts for key, texts in wrong.messages.items()}) from None
        wanted.add((person.id, Part(row["part"])))
    return wanted


def _in_words(session: Session, parts: set[tuple[int, Part]] | Mapping[tuple[int, Part], Any]) -> str:
    names = names_of(session, {person_id for person_id, _ in parts})
    lines = sorted(f"{names.get(p, '')}, {part.value.replace('_', ' ')}" for p, part in parts)
    return "\n".join(lines)


def _parts(wanted: set[tuple[int, Part]]) -> list[str]:
    return sorted(part.value for _, part in wanted)


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
