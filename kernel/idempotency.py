"""One key, one effect: what a form or an API call with the same key answered before (decision 27)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock
from kernel.db import Base
from kernel.errors import DebriefError


class Idempotency(Base):
    __tablename__ = "idempotency"

    key: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, autoincrement=False)
    body_hash: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[int | None]
    location: Mapped[str | None] = mapped_column(sa.String(2000))
    body: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered the first time."""

    status: int
    location: str | None
    body: str | None


class KeyReused(DebriefError):
    """The key came before with another body: a mistake of the sender, answered 422."""

    def __str__(self) -> str:
        return "This idempotency key was used before with other content. Send a new key."


def body_hash(*parts: bytes) -> str:
    return hashlib.sha256(b"\x00".join(parts)).hexdigest()


def begin(session: Session, key: str, actor_id: int, hashed: str) -> Answer | None:
    """Claim ``key``, or return the earlier answer.

    Two senders at once: the second waits on the primary key until the first has committed, then reads its answer.
    """
    found = _find(session, key, actor_id)
    if found is None:
        try:
            with session.begin_nested():
                session.execute(
                    sa.insert(Idempotency).values(
                        key=key, actor_id=actor_id, body_hash=hashed, created_at=clock.now()
                    )
                )
        except IntegrityError:
            found = _find(session, key, actor_id)
        else:
            return None
    if found is None or found.body_hash != hashed or found.status is None:
        raise KeyReused
    return Answer(found.status, found.location, found.body)


def finish(session: Session, key: str, actor_id: int, answer: Answer) -> None:
    """Keep the answer; it commits with the change itself, so there is never one without the other."""
    session.execute(
        sa.update(Idempotency)
        .where(Idempotency.key == key, Idempotency.actor_id == actor_id)
        .values(status=answer.status, location=answer.location, body=answer.body)
    )


def _find(session: Session, key: str, actor_id: int) -> Idempotency | None:
    return session.get(Idempotency, (key, actor_id), populate_existing=True)
