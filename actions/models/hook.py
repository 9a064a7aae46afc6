"""Incoming webhooks: how a tool for tickets says that one has changed, and what came of each message."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base, enum_column


class HookShape(StrEnum):
    """Whose messages it reads."""

    GENERIC = "generic"
    JIRA = "jira"
    SERVICENOW = "servicenow"


class Hook(Base):
    """``sealed`` is the secret that both sides share (``kernel.sealed``); its name is its address while it is not revoked."""

    __tablename__ = "hook"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40))
    shape: Mapped[HookShape] = mapped_column(enum_column(HookShape, "shape"))
    sealed: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    rotated_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        sa.Index("uq_hook_name", "name", unique=True, sqlite_where=sa.text("revoked_at IS NULL"), postgresql_where=sa.text("revoked_at IS NULL")),
    )


class HookDelivery(Base):
    """One message whose signature was right. The signature is unique within its hook: no message counts twice."""

    __tablename__ = "hook_delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    hook_id: Mapped[int] = mapped_column(sa.ForeignKey("hook.id"))
    signature: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    ticket: Mapped[str] = mapped_column(sa.String(120), default="")
    is_taken: Mapped[bool]
    outcome: Mapped[str] = mapped_column(sa.String(300))

    __table_args__ = (sa.UniqueConstraint("hook_id", "signature"),)
