"""Legal hold: a record that has to be kept as it is, whatever its retention period and whoever asks."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock
from kernel.db import Base
from kernel.record import Participation, Record


class Hold(Base):
    """One hold on one record, from ``since`` until it is released. It covers what the record guards as well."""

    __tablename__ = "hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(1000))
    since: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    release_reason: Mapped[str] = mapped_column(sa.String(1000), default="")

    __table_args__ = (
        sa.Index("uq_hold_open", "record_id", unique=True, sqlite_where=sa.text("released_at IS NULL"),
                 postgresql_where=sa.text("released_at IS NULL")),
        sa.CheckConstraint("length(trim(reason)) > 0", name="reason"),
    )


def is_held() -> sa.ColumnElement[bool]:
    """SQL condition on ``Record``: it, or the record that guards it, is on hold."""
    on = sa.or_(Hold.record_id == Record.id, Hold.record_id == Record.guard_id)
    return sa.select(Hold.id).where(on, Hold.released_at.is_(None)).correlate(Record).exists()


def open_hold(session: Session, record_id: int) -> Hold | None:
    """The hold on this very record, if there is one."""
    return session.scalar(sa.select(Hold).where(Hold.record_id == record_id, Hold.released_at.is_(None)))


def takes_part_in_held(session: Session, person_id: int) -> bool:
    """True when the person has a part in a record on hold, owns it as its steward, or changed it last."""
    part = sa.select(Participation.id).where(
        Participation.record_id == Record.id, Participation.person_id == person_id
    ).correlate(Record).exists()  # fmt: skip
    concerned = sa.or_(part, Record.steward_id == person_id, Record.changed_by_id == person_id)
    return session.scalar(sa.select(sa.func.count()).select_from(Record).where(is_held(), concerned)) != 0
