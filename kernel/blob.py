"""Where the bytes of evidence lie: stored once by their SHA-256, in the database (docs/decisions).

The only module that knows. A store elsewhere (S3, a folder) takes the place of these three functions.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel.db import Base


class Blob(Base):
    """The content is loaded by ``content_of`` alone, so that nothing else drags megabytes along."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)

    __table_args__ = (
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.CheckConstraint("size > 0", name="size"),
    )


def keep(session: Session, sha256: str, content: bytes) -> None:
    """Store bytes under their hash; the same bytes are stored once. Their evidence row audits it."""
    if session.scalar(sa.select(Blob.sha256).where(Blob.sha256 == sha256)) is None:
        session.add(Blob(sha256=sha256, size=len(content), content=content))
        session.flush()


def content_of(session: Session, sha256: str) -> bytes:
    """The bytes with this hash. LookupError when they are not there: a fault of ours."""
    content = session.scalar(sa.select(Blob.content).where(Blob.sha256 == sha256))
    if content is None:
        raise LookupError(f"the bytes of {sha256} are gone")
    return content


def forget(session: Session, sha256: str) -> None:
    """Remove bytes to which no evidence leads any more; the caller knows."""
    session.execute(sa.delete(Blob).where(Blob.sha256 == sha256))
