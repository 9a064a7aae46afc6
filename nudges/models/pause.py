"""Peace until a day: asked for once for each version of a due date, or given by the answer that all is on track."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base, enum_column


class PauseKind(StrEnum):
    SNOOZE = "snooze"
    ON_TRACK = "on_track"


class Pause(Base):
    """Nobody is reminded before ``until`` begins on their own local day. Once for each item, version, person and kind."""

    __tablename__ = "nudge_pause"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    ladder: Mapped[str] = mapped_column(sa.String(40))
    due_version: Mapped[int] = mapped_column(sa.BigInteger)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[PauseKind] = mapped_column(enum_column(PauseKind, "kind"))
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        sa.UniqueConstraint("item_id", "ladder", "due_version", "person_id", "kind", name="uq_nudge_pause_once"),
        sa.CheckConstraint("kind <> 'snooze' OR length(trim(reason)) > 0", name="reason"),
    )
