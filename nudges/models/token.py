"""The keys in the links of a mail: random, stored as a hash, good for one person and one record (decision 20)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base, enum_column


class TokenEnd(StrEnum):
    """Why a token was ended before its time."""

    REASSIGNED = "reassigned"
    CLOSED = "closed"
    REVOKED = "revoked"


class LinkToken(Base):
    """``used_at``: an answer was given with it, which it may still undo. An ended token is kept, so that its page can say why."""

    __tablename__ = "link_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended: Mapped[TokenEnd | None] = mapped_column(enum_column(TokenEnd, "ended"))

    __table_args__ = (
        sa.Index("ix_link_token_item_id_person_id", "item_id", "person_id"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended IS NULL)", name="ended_why"),
    )
