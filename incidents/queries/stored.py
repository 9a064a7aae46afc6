"""What is stored already of the numbers that a file gives: the question that makes an import idempotent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.intake.facts import IncidentFacts
from incidents.models import Incident
from incidents.queries.life import lives_of, saves_of
from incidents.rules.life import Save, first_new
from incidents.rules.own_number import OwnNumbers
from kernel.chunks import chunks
from kernel.intake.refusal import Reject
from kernel.record import Record, RefCounter, Scope
from kernel.ref import RecordKind

#: Rows that are looked up, compared and written together.
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Stored:
    """The record that has the number of a row. ``source`` is who wrote it down first: a tool, ``form`` or ``paste``."""

    id: int
    is_restricted: bool
    source: str
    digest: str | None


@dataclass(slots=True)
class Compared:
    """Some rows of a file, by what has to be done with them."""

    new: list[IncidentFacts] = field(default_factory=list)
    changed: list[tuple[IncidentFacts, Stored]] = field(default_factory=list)
    same: int = 0
    rejects: list[Reject] = field(default_factory=list)


def compared(session: Session, rows: Iterable[IncidentFacts]) -> Iterator[Compared]:
    """The rows a chunk at a time, beside what is stored; two statements at most for each chunk, whose facts alone are in memory."""
    own = OwnNumbers(_last_given_out(session))
    for chunk in chunks(rows, CHUNK):
        held = _by_ref(session, [facts.number for facts in chunk])
        found, lives = Compared(), _lives(session, chunk, held)
        for facts in chunk:
            stored = held.get(facts.number)
            if reason := own.refusal(facts.number, stored.source if stored else None):
                found.rejects.append(Reject(facts.row, column_of(facts), reason))
            elif stored is None:
                found.new.append(facts)
            elif stored.digest == facts.digest and _tells_nothing_new(facts, lives.get(stored.id, ())):
                found.same += 1
            else:
                found.changed.append((facts, stored))
        yield found


def _lives(session: Session, chunk: Sequence[IncidentFacts], held: Mapping[str, Stored]) -> Mapping[int, Sequence[Save]]:
    """The stored saves of those that an audit log tells and whose last row is nothing new."""
    ids = [held[f.number].id for f in chunk if f.changes and f.number in held and held[f.number].digest == f.digest]
    return lives_of(session, ids) if ids else {}


def _tells_nothing_new(facts: IncidentFacts, life: Sequence[Save]) -> bool:
    return not facts.changes or first_new(life, saves_of(facts.changes)) is None


def column_of(facts: IncidentFacts) -> str | None:
    """The column of the file that holds the number: the first whose cell says it."""
    return next((name for name, cell in facts.source_row.items() if cell.strip() == facts.number), None)


def _by_ref(session: Session, refs: Sequence[str]) -> dict[str, Stored]:
    """Without regard to who may see them: the file is written in any case, and the actor only ever sees counts."""
    rows = session.execute(
        sa.select(Record.ref, Record.id, Record.scope, Incident.source, Incident.digest)
        .join(Incident, Incident.id == Record.id)
        .where(Record.ref.in_(refs))
    )
    return {ref: Stored(id_, scope is Scope.RESTRICTED, source, digest) for ref, id_, scope, source, digest in rows}


def _last_given_out(session: Session) -> int:
    """The last number of our own that an incident without a number of its own got; 0 when there is none."""
    return session.scalar(sa.select(RefCounter.last).where(RefCounter.kind == RecordKind.INCIDENT)) or 0


