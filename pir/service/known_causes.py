"""Known causes, named, changed, merged and retired by people; nothing here is done by likeness (decision 13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.edit import changes, expect_version
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, require
from kernel.record import Record, lock, next_ref, touch
from kernel.ref import RecordKind
from pir.models import Cause
from pir.queries.known_causes import find_cause, head_of, same_name
from pir.service.editing import name_of

EDIT = "edit known causes"
LABELS = {"name": "Name", "description": "Description", "control": "Control"}


def name_cause(session: Session, actor: Actor, values: Mapping[str, Any]) -> Cause:
    """A new known cause in the catalogue: ``name``, ``description``, ``control``."""
    require(actor, EDIT)
    return add_cause(session, actor, values)


def add_cause(session: Session, actor: Actor, values: Mapping[str, Any], field: str = "name") -> Cause:
    """The same for who has checked a verb of their own; ``field`` is where a name that is taken is told."""
    _require_new_name(session, values["name"], None, field)
    record = Record(kind=RecordKind.CAUSE, ref=next_ref(session, RecordKind.CAUSE), title=values["name"], changed_by_id=actor.person_id)
    cause = Cause(record=record, description=values.get("description") or "", control=values.get("control"))
    session.add(cause)
    session.flush()
    audit.note(session, actor, "name known cause", record_id=cause.id, after={"cause": record.ref, **values})
    return cause


def edit_cause(session: Session, actor: Actor, ref: str, version: int | None, values: Mapping[str, Any]) -> Cause:
    cause = _for_change(session, actor, ref)
    theirs = {"name": cause.record.title, "description": cause.description, "control": cause.control}
    expect_version(ref, cause.record.version, version, labels=LABELS, theirs=theirs, yours=values,
                   by=name_of(session, cause.record.changed_by_id))
    _require_new_name(session, values["name"], cause)
    before, after = changes(cause, {"description": values["description"], "control": values["control"]})
    if values["name"] != cause.record.title:
        before["name"], after["name"] = cause.record.title, values["name"]
        cause.record.title = values["name"]
    _save(session, actor, cause, "edit known cause", before, after)
    return cause


def merge_cause(session: Session, actor: Actor, ref: str, version: int | None, into: str, reason: str) -> Cause:
    """``ref`` is the same cause as ``into``, which stays and is returned. The old reference leads there from now on."""
    require(actor, EDIT)
    cause, other = find_cause(session, actor, ref), by_words(session, into, "into")
    for one in sorted((cause, other), key=lambda found: found.id):  # in one order, so that two merges cannot hold each other up
        lock(session, one.record)
        session.refresh(one, ["merged_into_id", "retired_at"])
    require_standing(session, cause)
    expect_version(ref, cause.record.version, version, by=name_of(session, cause.record.changed_by_id))
    if other.id == cause.id:
        raise Invalid({"into": ["That is the same cause. Choose another one"]})
    if other.merged_into_id is not None:
        raise Invalid({"into": [f"{other.record.ref} was merged a moment ago. Choose again"]})
    taken = list(session.scalars(sa.select(Cause).where(Cause.merged_into_id == cause.id)))
    for one in (cause, *taken):
        one.merged_into_id = other.id
    _save(session, actor, cause, "merge known cause", {"name": cause.record.title}, {"into": other.record.ref, "reason": reason})
    return other


def retire_cause(session: Session, actor: Actor, ref: str, version: int | None) -> Cause:
    """Offered to new factors no longer; where it was met stays to be read."""
    return _retired(session, actor, ref, version, is_retired=True)


def bring_back_cause(session: Session, actor: Actor, ref: str, version: int | None) -> Cause:
    """Offered again."""
    return _retired(session, actor, ref, version, is_retired=False)


def by_words(session: Session, words: str, field: str) -> Cause:
    """The cause that a person named: a reference first, or the whole name. Of a merged one, the cause that counts."""
    found = same_name(session, words)
    reference = words.split(" ", 1)[0].upper()
    if found is None and reference.startswith("CAU-"):
        is_it = sa.and_(Record.ref == reference, Record.erased_at.is_(None))
        found = session.scalar(sa.select(Cause).join(Record, Record.id == Cause.id).where(is_it))
    if found is None:
        raise Invalid({field: [f"There is no known cause “{words}”. Choose one from the list, or name a new one"]})
    return head_of(session, found)


def _retired(session: Session, actor: Actor, ref: str, version: int | None, *, is_retired: bool) -> Cause:
    cause = _for_change(session, actor, ref)
    expect_version(ref, cause.record.version, version, by=name_of(session, cause.record.changed_by_id))
    if (cause.retired_at is not None) is is_retired:
        return cause
    cause.retired_at = clock.now() if is_retired else None
    _save(session, actor, cause, "retire known cause" if is_retired else "bring back known cause", {}, {"name": cause.record.title})
    return cause


def _for_change(session: Session, actor: Actor, ref: str) -> Cause:
    require(actor, EDIT)
    cause = find_cause(session, actor, ref)
    lock(session, cause.record)
    session.refresh(cause, ["merged_into_id", "retired_at"])
    require_standing(session, cause)
    return cause


def require_standing(session: Session, cause: Cause) -> None:
    """Refused for a cause that was merged: the one that took it in is changed instead."""
    if cause.merged_into_id is not None:
        stays = head_of(session, cause).record.ref
        raise Refused([Obstacle(f"{cause.record.ref} was merged into {stays}. Change that one.", f"causes/{stays}")])


def _require_new_name(session: Session, name: str, cause: Cause | None, field: str = "name") -> None:
    found = same_name(session, name)
    if found is not None and (cause is None or found.id != cause.id):
        raise Invalid({field: [f"There is a known cause “{found.record.title}” already: {found.record.ref}"]})


def _save(session: Session, actor: Actor, cause: Cause, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    touch(cause.record, actor.person_id)
    session.flush()
    audit.note(session, actor, verb, record_id=cause.id, before=before, after=after)
