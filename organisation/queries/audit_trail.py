"""The audit trail as its readers may see it: entries of records that are not visible to them are left out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

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
    session: Session, actor: Actor, *, before: int | None = None, ref: str = "", size: int = 50
) -> tuple[list[AuditLine], int | None]:
    """The newest entries, and the ``before`` of the next older page (None at the end).

    ``ref`` keeps to one record; an absent and a restricted one give the same empty list.
    """
    require(actor, "read the audit trail")
    query = (
        sa.select(AuditEntry.seq, AuditEntry.at, AuditEntry.canonical, Record.kind, Record.ref)
        .outerjoin(Record, Record.id == AuditEntry.record_id)
        .where(sa.or_(AuditEntry.record_id.is_(None), visible(actor)))
        .order_by(AuditEntry.seq.desc())
        .limit(size + 1)
    )
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    if ref:
        query = query.where(Record.ref == ref)
    rows = session.execute(query).all()
    shown = [(row, json.loads(row.canonical)) for row in rows[:size]]
    names = names_of(session, {i for _, fact in shown for i in audit_words.people_in(fact)})
    lines = [
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
    return lines, (rows[size - 1].seq if len(rows) > size else None)
