"""Entries of the timeline: one by one, by paste, and the explanation of a gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import EntryKind, Phase, Precision, TimelineEntry
from kernel import audit, clock
from kernel.edit import changes, expect_version
from kernel.errors import Invalid, NotFound
from kernel.permission import Actor
from pir.models import FactorEvidence, Review
from pir.service.editing import CONTRIBUTE, name_of, open_for_change
from pir.service.evidence import evidence_rows

LABELS = {"text": "What happened", "actor": "Who", "at": "Time"}


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry as both doors give it. Instants aware; ``typed`` is what the person wrote for the time."""

    at: datetime
    text: str
    zone: str
    until: datetime | None = None
    precision: str = "exact"
    typed: str = ""
    actor: str = ""
    kind: str = "event"
    phase: str | None = None
    is_key: bool = False
    evidence: Sequence[str] = field(default_factory=tuple)  # links or short descriptions


def add_entries(session: Session, actor: Actor, ref: str, entries: Sequence[NewEntry]) -> list[TimelineEntry]:
    """Add all of them, or none. An entry that stands there already (same instant, same text) is not added again."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    _refuse_impossible(entries)
    known = {(e.at, e.text) for e in of_review(session, review.id)}
    rows = []
    for position, new in enumerate(entries):
        if (new.at, new.text) in known:
            continue
        known.add((new.at, new.text))
        row = TimelineEntry(
            record_id=review.id, at=new.at, until=new.until, precision=Precision(new.precision), zone=new.zone,
            typed=new.typed, kind=EntryKind(new.kind), phase=Phase(new.phase) if new.phase else None, text=new.text,
            actor=new.actor, is_key=new.is_key, position=position, created_by_id=actor.person_id,
            evidence=evidence_rows(session, actor, review.id, new.evidence),
        )
        session.add(row)
        rows.append(row)
    session.flush()
    if rows:
        audit.note(session, actor, "add timeline entries", record_id=review.id,
                   after={"entries": [{"id": r.id, "at": clock.stamp(r.at), "text": r.text} for r in rows]})
    return rows


def edit_entry(
    session: Session, actor: Actor, ref: str, entry_id: int, version: int | None, values: Mapping[str, Any]
) -> TimelineEntry:
    """Change an entry that was read as ``version``; a stale one is answered with both texts."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    row = find_entry(session, review, entry_id)
    shown = {"text": row.text, "actor": row.actor, "at": row.typed or clock.stamp(row.at)}
    yours = {**values, "at": values.get("typed") or clock.stamp(values["at"])} if "at" in values else values
    expect_version("this entry", row.version, version, labels=LABELS, theirs=shown, yours=yours,
                   by=name_of(session, row.changed_by_id))
    if values.get("until") and values["until"] < values.get("at", row.at):
        raise Invalid({"until": ["The end must be after the start"]})
    links = values.get("evidence")
    plain = {k: v for k, v in values.items() if k != "evidence"}
    before, after = changes(row, plain)
    if links is not None:
        before["evidence"] = [e.number for e in row.evidence]
        row.evidence = evidence_rows(session, actor, review.id, links)
    row.changed_by_id = actor.person_id
    session.flush()
    audit.note(session, actor, "edit timeline entry", record_id=review.id,
               before={"id": row.id, **_plain(before)}, after={"id": row.id, **_plain(after)})
    return row


def remove_entry(session: Session, actor: Actor, ref: str, entry_id: int, version: int | None) -> None:
    """Take an entry out; the audit trail keeps its text. One that a cause rests on stays, and says so."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    row = find_entry(session, review, entry_id)
    expect_version("this entry", row.version, version, by=name_of(session, row.changed_by_id))
    used = session.scalar(sa.select(FactorEvidence.id).where(FactorEvidence.entry_id == row.id).limit(1))
    if used:
        raise Invalid({"entry": ["A cause rests on this entry. Take it out of the evidence of the cause first"]})
    audit.note(session, actor, "remove timeline entry", record_id=review.id,
               before={"id": row.id, "at": clock.stamp(row.at), "text": row.text, "actor": row.actor})
    session.delete(row)
    session.flush()


def find_entry(session: Session, review: Review, entry_id: int) -> TimelineEntry:
    row = session.scalar(
        sa.select(TimelineEntry).where(TimelineEntry.id == entry_id, TimelineEntry.record_id == review.id)
        .with_for_update()
    )
    if row is None:
        raise NotFound("timeline entry")
    return row


def of_review(session: Session, review_id: int) -> list[TimelineEntry]:
    """All entries of the review, in order of time; entries of the same instant in the order of their coming."""
    return list(
        session.scalars(
            sa.select(TimelineEntry)
            .where(TimelineEntry.record_id == review_id)
            .order_by(TimelineEntry.at, TimelineEntry.id)
        )
    )


def _refuse_impossible(entries: Sequence[NewEntry]) -> None:
    for new in entries:
        if not new.text.strip():
            raise Invalid({"text": [f"Enter what happened at {new.typed or clock.stamp(new.at)}"]})
        if new.until is not None and new.until < new.at:
            raise Invalid({"until": ["The end must be after the start"]})


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: clock.stamp(v) if isinstance(v, datetime) else v for k, v in values.items()}
