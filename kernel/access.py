"""Who read a restricted record, when, and by which door (decision 24). Kept apart from the audit chain: reading changes nothing.

A query that hands out one record says so (``seen``); the door writes it down when its answer is out, in a transaction of its
own that fails for itself alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock
from kernel.db import Base, Database
from kernel.permission import Actor
from kernel.record import Record, Scope

SEEN = "seen"
LONGEST = 200


class RecordAccess(Base):
    """``what`` is the address that was read, or the command; a record that goes takes its log along."""

    __tablename__ = "record_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    door: Mapped[str] = mapped_column(sa.String(20))
    what: Mapped[str] = mapped_column(sa.String(LONGEST))


def seen(session: Session, record: Record) -> None:
    """One record was handed out; only a restricted one counts."""
    if record.scope is Scope.RESTRICTED:
        session.info.setdefault(SEEN, set()).add(record.id)


def seen_in(session: Session) -> frozenset[int]:
    return frozenset(session.info.get(SEEN, ()))


def write_down(database: Database, actor: Actor, ids: Iterable[int], *, door: str, what: str) -> None:
    """A row for each record, in a transaction of its own."""
    with database.unit_of_work() as session:
        session.add_all(RecordAccess(record_id=i, person_id=actor.person_id, door=door, what=what[:LONGEST]) for i in sorted(ids))
