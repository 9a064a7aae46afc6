"""Entries of the timeline: one by one, by paste, and the explanation of a gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Audience, EntryKind, Phase, Precision, TimelineEntry, UpdateKind
from kernel import audit, clock
from kernel.edit import changes, expect_version
from kernel.errors import Invalid, NotFound
from kernel.permission import Actor
from pir.models import FactorEvidence, Review
from pir.queries.timeline import belongs_to
from pir.rules.entry import NewEntry
from pir.service.editing import CONTRIBUTE, name_of, open_for_change
from pir.service.evidence import evidence_rows, line_of

__all__ = ["NewEntry", "add_entries", "edit_entry", "explain_gap", "find_entry", "of_review", "remove_entry"]

LABELS = {"at": "Time", "text": "What happened", "actor": "Who", "evidence": "Evidence"}


def add_entries(session: Session, actor: Actor, ref: str, entries: Sequence[NewEntry]) -> list[TimelineEntry]:
    """Add all of them, or none. An entry that stands there already (same instant, same text) is not added again."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    _refuse_impossible(entries)
    known = {(e.at, e.text) for e in with_incidents(session, review)}
    rows = []
    for position, new in enumerate(entries):
        if (new.at, new.text) in known:
            continue
        known.add((new.at, new.text))
        row = TimelineEntry(
            record_id=review.id, at=new.at, until=new.until, precision=Precision(new.precision), zone=new.zone,
            typed=new.typed, kind=EntryKind(new.kind), phase=Phase(new.phase) if new.phase else None, text=new.text,
            update_kind=UpdateKind(new.update_kind) if new.update_kind else None,
            audience=Audience(new.audience) if new.audience else None, channel=new.channel,
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
    shown = {"text": row.text, "actor": row.actor, "at": _written(row.at, row.typed), "evidence": _pieces(row)}
    yours = dict(values)
    if "at" in values:
        yours["at"] = shown["at"] if values["at"] == row.at else _written(values["at"], values.get("typed", ""))
    if values.get("evidence") is not None:
        yours["evidence"] = "\n".join(values["evidence"])
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
    audit.note(session, actor, "edit timeline entry", record_id=review.id, before={"id": row.id, **before}, after={"id": row.id, **after})
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


def explain_gap(
    session: Session, actor: Actor, ref: str, start: datetime, end: datetime, text: str
) -> TimelineEntry:
    """Say what is known of the stretch from ``start`` to ``end``; a second explanation takes the place of the first."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    if end <= start:
        raise NotFound("gap")
    row = session.scalar(
        sa.select(TimelineEntry)
        .where(TimelineEntry.record_id == review.id, TimelineEntry.kind == EntryKind.GAP,
               TimelineEntry.at >= start, TimelineEntry.at < end)
        .order_by(TimelineEntry.at, TimelineEntry.id)
        .limit(1)
    )
    before = {"explanation": row.text} if row else {}
    if row is None:
        row = TimelineEntry(record_id=review.id, kind=EntryKind.GAP, at=start, until=end, zone=review.zone, text=text,
                            created_by_id=actor.person_id)
        session.add(row)
    row.text, row.until, row.changed_by_id = text, end, actor.person_id
    session.flush()
    audit.note(session, actor, "explain gap", record_id=review.id, before=before,
               after={"from": clock.stamp(start), "until": clock.stamp(end), "explanation": text})
    return row


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


def with_incidents(session: Session, review: Review) -> list[TimelineEntry]:
    """The entries of the review and those that its incidents brought with them, as the timeline shows them; gaps are left out."""
    return list(
        session.scalars(
            sa.select(TimelineEntry)
            .where(belongs_to(review), TimelineEntry.kind != EntryKind.GAP)
            .order_by(TimelineEntry.at, TimelineEntry.id)
        )
    )


def _refuse_impossible(entries: Sequence[NewEntry]) -> None:
    for new in entries:
        if not new.text.strip():
            raise Invalid({"text": [f"Enter what happened at {new.typed or clock.stamp(new.at)}"]})
        if new.until is not None and new.until < new.at:
            raise Invalid({"until": ["The end must be after the start"]})
        if (new.update_kind or new.audience or new.channel) and new.kind != EntryKind.COMMUNICATION:
            raise Invalid({"update_kind": ["Only a communication is an update to stakeholders"]})


def _written(at: datetime, typed: str) -> str | None:
    return typed or clock.stamp(at)


def _pieces(row: TimelineEntry) -> str:
    return "\n".join(line_of(piece) for piece in row.evidence)
