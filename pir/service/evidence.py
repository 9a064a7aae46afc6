"""Pieces of evidence of a record as lines of text: links, short descriptions, and "E 4" for what is in the register."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from kernel.errors import Invalid
from kernel.evidence import Evidence
from kernel.permission import Actor
from kernel.pieces import LONGEST, pieces_of

_NUMBER = re.compile(r"E\s?(\d{1,6})")
LINK = ("https://", "http://")


def line_of(piece: Evidence) -> str:
    """How a piece stands in a form, so that saving the form again means the same piece."""
    return f"E {piece.number}" if piece.filename else piece.url or piece.description


def evidence_rows(session: Session, actor: Actor, record_id: int, given: Sequence[str]) -> list[Evidence]:
    """Rows for lines; the same text in the same record is the same piece, and one that was taken out comes back."""
    wanted = [_key(text.strip()) for text in given if text.strip()]
    if not wanted:
        return []
    held = pieces_of(session, record_id)
    known = {key: piece for piece in held for key in (f"E {piece.number}", line_of(piece))}
    number = held[-1].number if held else 0
    for text in wanted:
        piece = known.get(text)
        if piece is None:
            if _NUMBER.fullmatch(text):
                raise Invalid({"evidence": [f"There is no {text} in the register of evidence"]})
            number += 1
            piece = Evidence(record_id=record_id, number=number, description=text[:LONGEST],
                             url=text if text.startswith(LINK) else None, captured_by_id=actor.person_id)
            known[text] = piece
            session.add(piece)
        piece.removed_at = None
    session.flush()
    return [known[text] for text in dict.fromkeys(wanted)]


def _key(text: str) -> str:
    """As the piece would be known: a number in one spelling, a description as it is cut, a link whole."""
    found = _NUMBER.fullmatch(text)
    if found:
        return f"E {int(found[1])}"
    return text if text.startswith(LINK) else text[:LONGEST]
