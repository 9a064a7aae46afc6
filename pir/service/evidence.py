"""Pieces of evidence of a record: links or short descriptions, numbered E 1, E 2 … as they come."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.evidence import Evidence
from kernel.permission import Actor


def evidence_rows(session: Session, actor: Actor, record_id: int, given: Sequence[str]) -> list[Evidence]:
    """Rows for links or descriptions; the same text in the same record is the same piece of evidence."""
    wanted = [text.strip() for text in given if text.strip()]
    if not wanted:
        return []
    held = list(session.scalars(sa.select(Evidence).where(Evidence.record_id == record_id).order_by(Evidence.number)))
    by_text = {e.url or e.description: e for e in held}
    number = held[-1].number if held else 0
    for text in wanted:
        if text in by_text:
            continue
        number += 1
        is_link = text.startswith(("https://", "http://"))
        by_text[text] = Evidence(record_id=record_id, number=number, description=text[:300],
                                 url=text if is_link else None, captured_by_id=actor.person_id)
        session.add(by_text[text])
    session.flush()
    return [by_text[text] for text in dict.fromkeys(wanted)]
