"""Typed links between records: the way in which a lower domain may be mentioned by a higher one."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, enum_column


class LinkKind(StrEnum):
    """The first record … the second."""

    RAISED_FROM = "raised_from"
    CAUSED_BY = "caused_by"
    DUPLICATE_OF = "duplicate_of"
    RELATES_TO = "relates_to"


class RecordLink(Base):
    __tablename__ = "record_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    to_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(enum_column(LinkKind, "kind"))

    __table_args__ = (
        sa.UniqueConstraint("from_id", "to_id", "kind"),
        sa.CheckConstraint("from_id <> to_id", name="not_itself"),
    )
