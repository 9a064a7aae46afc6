"""The row that every record has, and what hangs on it: participation, links, references (decisions 21, 23, 24)."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from kernel import clock
from kernel.db import Base, enum_column
from kernel.ref import SHAPES, RecordKind, render


class Scope(StrEnum):
    """Who may know of a record: everybody signed in, or only those named."""

    OPEN = "open"
    RESTRICTED = "restricted"


class Part(StrEnum):
    """How a person takes part in one record (decision 23)."""

    FACILITATOR = "facilitator"
    SCRIBE = "scribe"
    PARTICIPANT = "participant"
    APPROVER = "approver"
    SERVICE_OWNER = "service_owner"
    OWNER = "owner"
    OBSERVER = "observer"


class Record(Base):
    """The supertype row. ``guard_id`` names the record whose participants may see this one when it is restricted."""

    __tablename__ = "record"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RecordKind] = mapped_column(enum_column(RecordKind, "kind"))
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    scope: Mapped[Scope] = mapped_column(enum_column(Scope, "scope"), default=Scope.OPEN)
    guard_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"), index=True)
    steward_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    erased_at: Mapped[datetime | None]  # a tombstone: the reference of what was deleted after its retention period

    __table_args__ = (
        sa.CheckConstraint("length(trim(title)) > 0", name="title"),
        sa.Index("ix_record_kind_id", "kind", "id"),
    )
    # One counter for every kind: the second of two savers gets StaleDataError, never a silent overwrite (R7).
    __mapper_args__ = {"version_id_col": version}


class RefCounter(Base):
    """The last number given out per kind and year (year 0 where the reference has none)."""

    __tablename__ = "ref_counter"

    kind: Mapped[RecordKind] = mapped_column(enum_column(RecordKind, "kind"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Participation(Base):
    """A person's part in one record; for a restricted record this is also the key to it."""

    __tablename__ = "participation"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    part: Mapped[Part] = mapped_column(enum_column(Part, "part"))
    attended: Mapped[bool | None]

    __table_args__ = (sa.UniqueConstraint("record_id", "person_id", "part"),)


def next_ref(session: Session, kind: RecordKind) -> str:
    """The next free reference of a kind."""
    return next_refs(session, kind, 1)[0]


def next_refs(session: Session, kind: RecordKind, count: int) -> list[str]:
    """So many free references of a kind; the counter row is locked, so two writers never get the same one."""
    year = clock.now().year if SHAPES[kind][1] else 0
    of_kind = (RefCounter.kind == kind, RefCounter.year == year)
    if session.scalar(sa.select(RefCounter.last).where(*of_kind)) is None:
        _start_counter(session, kind, year)
    session.execute(sa.update(RefCounter).where(*of_kind).values(last=RefCounter.last + count))
    last = session.scalars(sa.select(RefCounter.last).where(*of_kind)).one()
    return [render(kind, year, number) for number in range(last - count + 1, last + 1)]


def _start_counter(session: Session, kind: RecordKind, year: int) -> None:
    """The first of its kind and year; where two try at once, the second finds the row of the first."""
    with suppress(IntegrityError), session.begin_nested():
        session.execute(sa.insert(RefCounter).values(kind=kind, year=year, last=0))


def touch(record: Record, person_id: int | None) -> None:
    """Mark a record as changed now, also when the change stands in rows that hang on it: its version grows."""
    record.changed_at = clock.now()
    record.changed_by_id = person_id
    flag_modified(record, "changed_at")  # two saves within one tick of the clock are two versions as well


def lock(session: Session, record: Record) -> None:
    """Hold the row until commit, and read it anew: two savers queue instead of colliding in the flush."""
    session.refresh(record, with_for_update={"of": Record})
