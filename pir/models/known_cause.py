"""Known causes: what people have said to be one and the same cause, wherever it was met (decision 13)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.db import Base
from kernel.record import Record


class Cause(Base):
    """A cause with a name of its own (its record's title). Factors of any review point to it.

    ``merged_into_id`` is the cause that took it in, always one step away: its reference stays, and so do the factors
    that name it, because a signed review is not rewritten. Whoever counts reads ``queries.known_causes.head``.
    """

    __tablename__ = "cause"

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True, autoincrement=False)
    description: Mapped[str] = mapped_column(sa.String(4000), default="")
    control: Mapped[str | None] = mapped_column(sa.String(200))
    retired_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cause.id"), index=True)

    record: Mapped[Record] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (sa.CheckConstraint("merged_into_id <> id", name="not_itself"),)
