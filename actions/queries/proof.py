"""The files of an action's evidence."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import blob
from kernel.errors import NotFound
from kernel.evidence import Evidence


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str | None
    content: bytes


def file_of(session: Session, action_id: int, number: int) -> File:
    """The bytes of a piece that is a file. The caller has found the action for its reader."""
    of_action = (Evidence.record_id == action_id, Evidence.number == number)
    piece = session.scalar(sa.select(Evidence).where(*of_action, Evidence.removed_at.is_(None)))
    if piece is None or piece.sha256 is None or piece.filename is None:
        raise NotFound("file")
    return File(piece.filename, piece.media_type, blob.content_of(session, piece.sha256))
