"""The audit trail as its readers may see it: entries of records that are not visible to them are left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.audit import AuditEntry
from kernel.permission import Actor, require, visible
from kernel.record import Record
from kernel.ref import RecordKind
from organisation.queries.person import names_of
from organisation.rules import audit_words


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry in words. ``who`` is "Debrief" for the machine; ``door`` says how it came."""

    seq: int
    at: datetime
    who: str
    door: str
    verb: str
    kind: RecordKind | None
    ref: str | None
    changes: tuple[str, ...]


def audit_lines(
    session: Session, actor: Actor, *, before: int | None = None, ref: str = "", person: int | None = None, verb: str = "",
    since: datetime | None = None, until: datetime | None = None, size: int = 50,
) -> tuple[list[AuditLine], int | None]:
    """The newest entries, and the ``before`` of the next older page (None at the end).

    ``ref`` keeps to one record and what hangs on it; an absent and a restricted one give the same empty list. ``verb`` is a
    part of what was done; ``since`` is included, ``until`` is not.
    """
    require(actor, "read the audit trail")
    query = (
        sa.select(AuditEntry.seq, AuditEntry.at, AuditEntry.canonical, Record.kind, Record.ref)
        .outerjoin(Record, Record.id == AuditEntry.record_id)
        .where(sa.or_(AuditEntry.record_id.is_(None), visible(actor, erased=True)))
        .order_by(AuditEntry.seq.desc())
        .limit(size + 1)
    )
    wanted: list[tuple[Any, Callable[[Any], sa.ColumnElement[bool]]]] = [
        (before, lambda seq: AuditEntry.seq < seq), (person, lambda person_id: AuditEntry.actor_id == person_id),
        (since, lambda at: AuditEntry.at >= at), (until, lambda at: AuditEntry.at < at), (ref, lambda named: _concerns(actor, named)),
        (verb, lambda words: AuditEntry.verb.contains(words.lower(), autoescape=True)),
    ]  # fmt: skip
    rows = session.execute(query.where(*(condition(value) for value, condition in wanted if value))).all()
    lines = _lines(session, [(row, json.loads(row.canonical)) for row in rows[:size]])
    return lines, (rows[size - 1].seq if len(rows) > size else None)


def _concerns(actor: Actor, ref: str) -> sa.ColumnElement[bool]:
    """The record itself, and the causes and actions of a review."""
    record = sa.select(Record.id).where(Record.ref == ref, visible(actor)).scalar_subquery()
    return sa.or_(Record.id == record, Record.guard_id == record)


def _lines(session: Session, shown: list[tuple[Any, Any]]) -> list[AuditLine]:
    names = names_of(session, {i for _, fact in shown for i in audit_words.people_in(fact)})
    return [
        AuditLine(
            seq=row.seq,
            at=row.at,
            who=names.get(fact["actor"], f"person {fact['actor']}") if fact["actor"] else "Debrief",
            door=fact["door"],
            verb=fact["verb"],
            kind=row.kind,
            ref=row.ref,
            changes=tuple(audit_words.changes(fact, names)),
        )
        for row, fact in shown
    ]
