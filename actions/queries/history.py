"""What happened to an action, from the audit trail: who, when, which verb, what changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.audit import AuditEntry
from organisation.queries.person import names_of

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Happening:
    """One audit entry of the record, with the names of everybody whose id stands in it."""

    at: datetime
    who: str
    verb: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    names: Mapping[int, str]


def happenings(session: Session, record_id: int) -> list[Happening]:
    """Newest first, two statements. The caller has found the record for its reader."""
    rows = session.execute(
        sa.select(AuditEntry.at, AuditEntry.actor_id, AuditEntry.verb, AuditEntry.canonical)
        .where(AuditEntry.record_id == record_id)
        .order_by(AuditEntry.seq.desc())
        .limit(NEWEST)
    ).all()
    facts = [json.loads(row.canonical) for row in rows]
    names = names_of(session, {*(row.actor_id for row in rows if row.actor_id), *_owners(facts)})
    return [
        Happening(row.at, names.get(row.actor_id, "Debrief"), row.verb, fact["before"] or {}, fact["after"] or {}, names)
        for row, fact in zip(rows, facts, strict=True)
    ]


def _owners(facts: list[Any]) -> set[int]:
    sides = [side for fact in facts for side in (fact["before"], fact["after"]) if side]
    return {side["owner_id"] for side in sides if side.get("owner_id")}
