"""The cause graph as the library's own document, read from rows in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.clock import stamp
from kernel.errors import NotFound
from kernel.record import Record
from organisation.models import Person
from pir.models import Analysis, CauseLink, Factor, FocusEvent
from rca import document
from rca.causal_graph import CausalGraph
from rca.vocabulary import Question, plain

#: A factor that was taken out or merged keeps its row and reference, and is no cause any more.
IS_THERE = Factor.removed_at.is_(None)


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


@dataclass(frozen=True, slots=True)
class CauseRows:
    """The rows of one analysis as read once: what a page shows and the versions that its forms carry."""

    focuses: Mapping[Question, FocusEvent]
    factors: list[Factor]
    links: list[CauseLink]
    names: Mapping[int, str]

    def questions(self) -> list[dict[str, Any]]:
        """The document's ``analysis.questions``: always three, in the order of asking."""
        refs = self._refs()
        return [
            {
                "question": q.value, "name": plain(q), "causes": _causes(self.focuses[q], self.factors, self.links, refs, self.names),
                **_left([f for f in self.factors if f.focus_id == self.focuses[q].id], self.names),
            }
            for q in Question
            if q in self.focuses
        ]

    def versions(self, question: str) -> dict[str, int]:
        """Item (``focus`` or a factor's reference) → the version that a change of it has to name."""
        focus = self.focuses[Question(question)]
        return {"focus": focus.version, **{f.record.ref: f.record.version for f in self.factors if f.focus_id == focus.id}}

    def link_versions(self) -> dict[tuple[str, str], int]:
        """(cause, effect) → the version of their link."""
        refs = self._refs()
        return {(refs[link.cause_id], refs.get(link.effect_id or 0, "focus")): link.version for link in self.links}

    def _refs(self) -> dict[int, str]:
        return {factor.id: factor.record.ref for factor in self.factors}


def rows_of(session: Session, record_id: int) -> CauseRows:
    """Every row of the analysis of a record in a fixed number of statements; factors that were taken out are not there."""
    focuses = list(
        session.scalars(
            sa.select(FocusEvent)
            .join(Analysis, Analysis.id == FocusEvent.analysis_id)
            .where(Analysis.record_id == record_id)
        )
    )
    ids = [f.id for f in focuses]
    factors = list(session.scalars(sa.select(Factor).where(Factor.focus_id.in_(ids), IS_THERE).order_by(Factor.id)))
    links = list(
        session.scalars(
            sa.select(CauseLink).where(CauseLink.focus_id.in_(ids)).order_by(CauseLink.position, CauseLink.id)
        )
    )
    names = _names(session, {i for f in factors for i in (f.stop_owner_id, f.no_action_by_id) if i})
    return CauseRows({f.question: f for f in focuses}, factors, links, names)


def questions_of(session: Session, record_id: int) -> list[dict[str, Any]]:
    """The document's ``analysis.questions``: always three, in the order of asking."""
    return rows_of(session, record_id).questions()


def resolved(session: Session, record_id: int, factor_ref: str) -> tuple[str, str]:
    """(question, reference) of a factor as it stands now; one that was merged leads to what it became."""
    wanted = sa.select(Factor).join(Record, Record.id == Factor.id)
    found = session.scalar(wanted.where(Record.ref == factor_ref, Record.guard_id == record_id))
    while found is not None and found.merged_into_id is not None:
        found = session.get_one(Factor, found.merged_into_id)
    if found is None or found.removed_at is not None:
        raise NotFound("cause")
    return session.get_one(FocusEvent, found.focus_id).question.value, found.record.ref


def graph_of(session: Session, record_id: int, question: str) -> CausalGraph:
    """One question's graph, built and validated by the library."""
    return next(
        document.read(q["causes"]) for q in questions_of(session, record_id) if q["question"] == question
    )


def _causes(
    focus: FocusEvent, factors: list[Factor], links: list[CauseLink], refs: Mapping[int, str], names: Mapping[int, str]
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
                **({"is_condition": True} if link.is_condition else {}),
            }
            for link in links
            if link.focus_id == focus.id
        ],
    }


def _factor(factor: Factor, names: Mapping[int, str]) -> dict[str, Any]:
    evidence = sorted(factor.evidence, key=_order)
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
        "evidence": [evidence_words(e) for e in evidence if not e.refutes],
        "gate": factor.gate.value,
        "k": factor.k,
        **_later(factor, [evidence_words(e) for e in evidence if e.refutes]),
    }


def _later(factor: Factor, refuted_by: list[str]) -> dict[str, Any]:
    """Members that came after documents had been signed: absent while empty, so that these stay the same bytes."""
    held = {
        "cause": factor.known_cause.ref if factor.known_cause else None, "classification": factor.classification,
        "probability": factor.probability, "probability_unit": factor.probability_unit,
        "probability_source": factor.probability_source, "refuted_by": refuted_by or None,
        "no_action_reason": factor.no_action_reason or None,
    }  # fmt: skip
    return {name: value for name, value in held.items() if value is not None}


def _left(factors: list[Factor], names: Mapping[int, str]) -> dict[str, Any]:
    """Root causes left without a strong action, with the signed reason; no key where there are none, so that documents
    signed before stay the same."""
    left = [
        {"factor": f.record.ref, "reason": f.no_action_reason, "by": names.get(f.no_action_by_id or 0), "at": stamp(f.no_action_at)}
        for f in factors if f.no_action_at
    ]
    return {"left": left} if left else {}


def _order(row: Any) -> tuple[int, Any]:
    return (0, row.entry.at) if row.entry else (1, row.evidence.number)


def evidence_words(row: Any) -> str:
    """``14:03 Log volume full`` for a timeline entry in its own zone, ``E 4 …`` for a piece of evidence."""
    if row.entry is not None:
        return entry_words(row.entry.at, row.entry.zone, row.entry.text)
    return f"E {row.evidence.number} {row.evidence.description}"


def entry_words(at: datetime, zone: str, text: str) -> str:
    """A timeline entry as evidence names it: its time in its own zone, and what it says."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M} {text}"


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return dict(session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids))).all())


def factor_titles(session: Session, record_id: int) -> list[tuple[str, str]]:
    """(reference, statement) of every factor of a review, for the choice on an action's form."""
    rows = session.execute(
        sa.select(Record.ref, Record.title)
        .join(Factor, Factor.id == Record.id)
        .where(Record.guard_id == record_id, IS_THERE)
        .order_by(Record.id)
    )
    return [(ref, title) for ref, title in rows]
