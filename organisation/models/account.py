"""Accounts and what signing in leaves behind. A person has none or one."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class Account(Base):
    """``epoch`` stands in the session cookie: raising it ends every session of the account."""

    __tablename__ = "account"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, autoincrement=False)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    epoch: Mapped[int] = mapped_column(default=1)
    disabled_at: Mapped[datetime | None]


class ApiToken(Base):
    """A bearer token, stored as SHA-256; the token itself is shown once."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A failed sign-in, counted per mail address (hashed) and per network address: the limit holds over all workers."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (sa.Index("ix_sign_in_attempt_subject_at", "subject", "at"),)


class Stash(Base):
    """What was typed into a form whose session had ended; refilled after sign-in, never replayed (decision 27)."""

    __tablename__ = "stash"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(2000))
    body: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
