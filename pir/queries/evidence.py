"""The register of evidence: every piece of a review and where it is used, in four statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import EntryEvidence, TimelineEntry
from kernel import blob
from kernel.errors import NotFound
from kernel.evidence import Evidence
from kernel.record import Record
from organisation.models import Person
from pir.models import FactorEvidence, Review


@dataclass(frozen=True, slots=True)
class Use:
    """A timeline entry (``entry_id`` and ``at``) or a cause (``ref``) that rests on a piece."""

    text: str
    entry_id: int | None = None
    at: datetime | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    row: Evidence
    brought_by: str | None
    uses: list[Use] = field(default_factory=list)


def register(session: Session, review: Review) -> list[Piece]:
    """By number, without those that were taken out."""
    rows = session.execute(
        sa.select(Evidence, Person.name)
        .outerjoin(Person, Person.id == Evidence.captured_by_id)
        .where(Evidence.record_id == review.id, Evidence.removed_at.is_(None))
        .order_by(Evidence.number)
    )
    found = {row.id: Piece(row, name) for row, name in rows}
    for evidence_id, use in (*_in_entries(session, review), *_in_causes(session, review)):
        if evidence_id in found:
            found[evidence_id].uses.append(use)
    return list(found.values())


def _in_entries(session: Session, review: Review) -> list[tuple[int, Use]]:
    rows = session.execute(
        sa.select(EntryEvidence.evidence_id, TimelineEntry.id, TimelineEntry.at, TimelineEntry.text)
        .join(TimelineEntry, TimelineEntry.id == EntryEvidence.entry_id)
        .join(Evidence, Evidence.id == EntryEvidence.evidence_id)
        .where(Evidence.record_id == review.id)
        .order_by(TimelineEntry.at, TimelineEntry.id)
    )
    return [(row.evidence_id, Use(row.text, row.id, row.at)) for row in rows]


def _in_causes(session: Session, review: Review) -> list[tuple[int, Use]]:
    rows = session.execute(
        sa.select(FactorEvidence.evidence_id, Record.ref, Record.title)
        .join(Record, Record.id == FactorEvidence.factor_id)
        .join(Evidence, Evidence.id == FactorEvidence.evidence_id)
        .where(Evidence.record_id == review.id)
        .order_by(Record.id)
    )
    return [(row.evidence_id, Use(row.title, ref=row.ref)) for row in rows]


def is_used(session: Session, piece: Evidence) -> bool:
    """Whether an entry or a cause rests on it."""
    entry = sa.select(EntryEvidence.entry_id).where(EntryEvidence.evidence_id == piece.id)
    factor = sa.select(FactorEvidence.id).where(FactorEvidence.evidence_id == piece.id)
    return bool(session.scalar(sa.select(sa.or_(entry.exists(), factor.exists()))))


def find_piece(session: Session, review: Review, number: int) -> Evidence:
    piece = session.scalar(
        sa.select(Evidence).where(Evidence.record_id == review.id, Evidence.number == number, Evidence.removed_at.is_(None))
    )
    if piece is None:
        raise NotFound("piece of evidence")
    return piece


def file_of(session: Session, review: Review, number: int) -> File:
    """The bytes of a piece that is a file; a link and a note have none."""
    piece = find_piece(session, review, number)
    if piece.sha256 is None or piece.filename is None:
        raise NotFound("file")
    return File(piece.filename, piece.media_type, blob.content_of(session, piece.sha256))
