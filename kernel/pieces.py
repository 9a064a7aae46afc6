"""The register of evidence of one record: where a new piece finds its like, or its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import blob
from kernel.evidence import Evidence
from kernel.intake.attachment import Attachment
from kernel.permission import Actor

#: Of a description; a longer text is cut.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Attached:
    """``known``: the same bytes or the same text stood in the register before; nothing was added twice."""

    piece: Evidence
    known: bool


def pieces_of(session: Session, record_id: int) -> list[Evidence]:
    """All pieces by number, those that were taken out too."""
    return list(session.scalars(sa.select(Evidence).where(Evidence.record_id == record_id).order_by(Evidence.number)))


def live_pieces_of(session: Session, record_id: int) -> list[Evidence]:
    return [piece for piece in pieces_of(session, record_id) if piece.removed_at is None]


class Register:
    """All pieces of one record. ``told``: description, source, captured_by and captured_at of what is added."""

    def __init__(self, session: Session, actor: Actor, record_id: int, told: Mapping[str, Any] | None = None) -> None:
        self.session, self.actor, self.record_id, self.told = session, actor, record_id, told or {}
        self.held = pieces_of(session, record_id)

    def file(self, sent: Attachment) -> Attached:
        held = next((piece for piece in self.held if piece.sha256 == sent.sha256), None)
        blob.keep(self.session, sent.sha256, sent.content)
        return self._known(held) if held else self._new(
            sent.name, filename=sent.name, sha256=sent.sha256, media_type=sent.kind.media_type, size=len(sent.content))

    def text(self, link: str) -> Attached:
        """A link, or without one a note that its description tells."""
        held = next((p for p in self.held if not p.sha256 and (p.url == link if link else p.description == self.told["description"])), None)
        return self._known(held) if held else self._new(link, url=link or None)

    def _known(self, held: Evidence) -> Attached:
        was_there = held.removed_at is None
        held.removed_at = None
        return Attached(held, was_there)

    def _new(self, name: str, **given: Any) -> Attached:
        values = {"description": name[:LONGEST], **self.told, **given}
        number = self.held[-1].number + 1 if self.held else 1
        piece = Evidence(record_id=self.record_id, number=number, captured_by_id=self.actor.person_id, **values)
        self.session.add(piece)
        self.held.append(piece)
        return Attached(piece, known=False)
