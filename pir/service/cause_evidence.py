"""What a factor rests on, and apart from it what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import TimelineEntry
from kernel.errors import Invalid
from kernel.permission import Actor
from pir.models import Factor, FactorEvidence, Review
from pir.queries.timeline import belongs_to
from pir.service.evidence import evidence_rows, line_of

ENTRY = "entry:"
#: (entry id, evidence id): one of them is None.
Key = tuple[int | None, int | None]


def set_evidence(
    session: Session, actor: Actor, review: Review, factor: Factor, given: Sequence[str] | None, *, refutes: bool = False
) -> None:
    """Make ``given`` the evidence for a factor, or with ``refutes`` that against it; the other kind stays as it is.

    ``given``: ``entry:12`` for a timeline entry, anything else a link, a description or "E 4". None leaves all as it is.
    """
    if given is None:
        return
    wanted = _keys(session, actor, review, given)
    held = {_key(row): row for row in factor.evidence}
    against = [row for row in factor.evidence if row.refutes]
    if not refutes and any(_key(row) in wanted for row in against):
        raise Invalid({"evidence": ["What speaks against a cause cannot support it as well"]})
    chosen = [held.get(key) or FactorEvidence(entry_id=key[0], evidence_id=key[1]) for key in wanted]
    for row in chosen:
        row.refutes = refutes
    factor.evidence = [*(row for row in factor.evidence if row.refutes is not refutes), *chosen]
    session.flush()


def given_of(factor: Factor, *, refutes: bool = False) -> list[str]:
    """The evidence of a factor as ``set_evidence`` takes it, and as a form shows it."""
    rows = [row for row in factor.evidence if row.refutes is refutes]
    return [as_given(row) for row in rows]


def as_given(row: FactorEvidence) -> str:
    return f"{ENTRY}{row.entry_id}" if row.evidence is None else line_of(row.evidence)


def _key(row: FactorEvidence) -> Key:
    return row.entry_id, row.evidence_id


def _keys(session: Session, actor: Actor, review: Review, given: Sequence[str]) -> list[Key]:
    entry_ids = {int(text[len(ENTRY) :]) for text in given if text.startswith(ENTRY) and text[len(ENTRY) :].isdecimal()}
    known = set(session.scalars(sa.select(TimelineEntry.id).where(TimelineEntry.id.in_(entry_ids), belongs_to(review))))
    if entry_ids - known:
        raise Invalid({"evidence": ["One of the timeline entries is not there any more. Choose again"]})
    pieces = evidence_rows(session, actor, review.id, [text for text in given if not text.startswith(ENTRY)])
    return [*((number, None) for number in sorted(known)), *((None, piece.id) for piece in pieces)]
