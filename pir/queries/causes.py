"""The cause graph as the library's own document, read from rows in a fixed number of statements."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from kernel.record import Record
from organisation.models import Person
from pir.models import Analysis, CauseLink, Factor, FocusEvent
from rca import document
from rca.causal_graph import CausalGraph
from rca.vocabulary import Question, plain


def focus_of(session: Session, record_id: int, question: str) -> FocusEvent:
    """The focus event of one question, locked for the change that follows."""
    if question not in set(Question):
        raise NotFound("question")
    found = session.scalar(
        sa.select(FocusEvent)
        .join(Analysis, Analysis.id == FocusEvent.analysis_id)
        .where(Analysis.record_id == record_id, FocusEvent.question == Question(question))
        .with_for_update()
    )
    if found is None:
        raise NotFound("analysis")
    return found


def questions_of(session: Session, record_id: int) -> list[dict[str, Any]]:
    """The document's ``analysis.questions``: always three, in the order of asking."""
    focuses = list(
        session.scalars(
            sa.select(FocusEvent)
            .join(Analysis, Analysis.id == FocusEvent.analysis_id)
            .where(Analysis.record_id == record_id)
        )
    )
    ids = [f.id for f in focuses]
    factors = list(session.scalars(sa.select(Factor).where(Factor.focus_id.in_(ids)).order_by(Factor.id)))
    links = list(
        session.scalars(
            sa.select(CauseLink).where(CauseLink.focus_id.in_(ids)).order_by(CauseLink.position, CauseLink.id)
        )
    )
    refs = {f.id: f.record.ref for f in factors}
    names = _names(session, {f.stop_owner_id for f in factors if f.stop_owner_id})
    by_question = {f.question: f for f in focuses}
    return [
        {
            "question": question.value,
            "name": plain(question),
            "causes": _causes(by_question[question], factors, links, refs, names),
        }
        for question in Question
        if question in by_question
    ]


def graph_of(session: Session, record_id: int, question: str) -> CausalGraph:
    """One question's graph, built and validated by the library."""
    return next(
        document.read(q["causes"]) for q in questions_of(session, record_id) if q["question"] == question
    )


def _causes(
    focus: FocusEvent, factors: list[Factor], links: list[CauseLink], refs: dict[int, str], names: dict[int, str]
) -> dict[str, Any]:
    return {
        "schema": "debrief/causes@1",
        "focus": {"id": "focus", "statement": focus.statement, "gate": focus.gate.value, "k": focus.k},
        "factors": [_factor(f, names) for f in factors if f.focus_id == focus.id],
        "links": [
            {
                "cause": refs[link.cause_id],
                "effect": refs[link.effect_id] if link.effect_id else "focus",
                "forward": link.forward,
                "reverse": link.reverse,
            }
            for link in links
            if link.focus_id == focus.id
        ],
    }


def _factor(factor: Factor, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": factor.record.ref,
        "statement": factor.record.title,
        "role": factor.role,
        "category": factor.category,
        "control": factor.control,
        "control_state": factor.control_state,
        "state": factor.state.value,
        "confidence": factor.confidence.value,
        "stop_reason": factor.stop_reason,
        "stop_owner": names.get(factor.stop_owner_id or 0),
        "evidence": [_evidence(e) for e in sorted(factor.evidence, key=_order)],
        "gate": factor.gate.value,
        "k": factor.k,
    }


def _order(row: Any) -> tuple[int, Any]:
    return (0, row.entry.at) if row.entry else (1, row.evidence.number)


def _evidence(row: Any) -> str:
    """``14:03 Log volume full`` for a timeline entry in its own zone, ``E 4 …`` for a piece of evidence."""
    if row.entry is not None:
        local = row.entry.at.astimezone(ZoneInfo(row.entry.zone))
        return f"{local:%H:%M} {row.entry.text}"
    return f"E {row.evidence.number} {row.evidence.description}"


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return dict(session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids))).all())


def factor_titles(session: Session, record_id: int) -> list[tuple[str, str]]:
    """(reference, statement) of every factor of a review, for the choice on an action's form."""
    rows = session.execute(
        sa.select(Record.ref, Record.title)
        .join(Factor, Factor.id == Record.id)
        .where(Record.guard_id == record_id)
        .order_by(Record.id)
    )
    return [(ref, title) for ref, title in rows]
