"""The cause graph of a review: factors, links, gates, evidence. Rules are the library's (``rca``); here they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import TimelineEntry
from kernel import audit
from kernel.edit import changes, expect_version
from kernel.errors import Invalid, NotFound, Obstacle, Refused
from kernel.permission import Actor
from kernel.record import Record, next_ref, touch
from kernel.ref import RecordKind
from pir.models import Analysis, CauseLink, Factor, FactorEvidence, FocusEvent, Review
from pir.queries.causes import focus_of, graph_of
from pir.queries.timeline import belongs_to
from pir.service.editing import CONTRIBUTE, name_of, open_for_change
from pir.service.evidence import evidence_rows
from rca.causal_graph import would_cycle
from rca.vocabulary import Gate, Question

LABELS = {"statement": "Statement", "control": "Control", "category": "Category"}



def begin_analysis(session: Session, review: Review) -> Analysis:
    """The analysis with its three questions; part of opening a review, which audits."""
    analysis = Analysis(record_id=review.id, focuses=[FocusEvent(question=q) for q in Question])
    session.add(analysis)
    session.flush()
    return analysis


def set_focus(session: Session, actor: Actor, ref: str, question: str, statement: str) -> None:
    """Say what one of the three questions is about: the event that the graph explains."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    focus = focus_of(session, review.id, question)
    before, after = changes(focus, {"statement": statement})
    session.flush()
    audit.note(session, actor, "set focus event", record_id=review.id, before=before, after=after)


def add_factor(
    session: Session, actor: Actor, ref: str, question: str, values: Mapping[str, Any], effect: str | None
) -> Factor:
    """A new factor as a cause of ``effect`` (a factor's reference, ``focus``, or None: not linked yet)."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    focus = focus_of(session, review.id, question)
    record = Record(kind=RecordKind.FACTOR, ref=next_ref(session, RecordKind.FACTOR), title=values["statement"],
                    scope=review.record.scope, guard_id=review.id, changed_by_id=actor.person_id)
    fields = {k: v for k, v in values.items() if k not in {"statement", "evidence"}}
    factor = Factor(record=record, focus_id=focus.id, **fields)
    session.add(factor)
    session.flush()
    if effect is not None:
        _add_link(session, review, focus, factor, effect)
    _set_evidence(session, actor, review, factor, values.get("evidence"))
    audit.note(session, actor, "add factor", record_id=factor.id,
               after={"review": ref, "statement": record.title, "effect": effect, **fields})
    return factor


def edit_factor(
    session: Session, actor: Actor, ref: str, factor_ref: str, version: int | None, values: Mapping[str, Any]
) -> Factor:
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    factor = find_factor(session, review, factor_ref)
    shown = {"statement": factor.record.title, "control": factor.control, "category": factor.category}
    expect_version(factor_ref, factor.record.version, version, labels=LABELS, theirs=shown, yours=values,
                   by=name_of(session, factor.record.changed_by_id))
    fields = {k: v for k, v in values.items() if k not in {"statement", "evidence"}}
    before, after = changes(factor, fields)
    if "statement" in values and values["statement"] != factor.record.title:
        before["statement"], after["statement"] = factor.record.title, values["statement"]
        factor.record.title = values["statement"]
    _set_evidence(session, actor, review, factor, values.get("evidence"))
    touch(factor.record, actor.person_id)
    session.flush()
    audit.note(session, actor, "edit factor", record_id=factor.id, before=before, after=after)
    return factor


def link_factor(session: Session, actor: Actor, ref: str, factor_ref: str, effect: str) -> None:
    """Make a factor a cause of a further effect. A cycle is refused by its path."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    factor = find_factor(session, review, factor_ref)
    _add_link(session, review, session.get_one(FocusEvent, factor.focus_id), factor, effect)
    audit.note(session, actor, "link factor", record_id=factor.id, after={"effect": effect})


def unlink_factor(session: Session, actor: Actor, ref: str, factor_ref: str, effect: str) -> None:
    """Take a link away; the factor itself stays, listed as not linked when it was the last."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    factor = find_factor(session, review, factor_ref)
    link = session.scalar(
        sa.select(CauseLink).where(CauseLink.cause_id == factor.id, _effect_is(session, review, effect))
    )
    if link is None:
        raise NotFound("link between these two causes")
    session.delete(link)
    session.flush()
    _take_back_impossible_vote(session, review, factor, effect)
    audit.note(session, actor, "unlink factor", record_id=factor.id, before={"effect": effect})


def decide_gate(session: Session, actor: Actor, ref: str, question: str, effect: str, gate: str, k: int | None) -> None:
    """Answer "did all of these have to be true?" for one effect; ``not_decided`` takes the answer back."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    focus = focus_of(session, review.id, question)
    chosen = Gate(gate)
    target = focus if effect == "focus" else find_factor(session, review, effect)
    if isinstance(target, Factor) and target.focus_id != focus.id:
        raise NotFound("cause")
    count = len(graph_of(session, review.id, question).causes_of(effect))
    if chosen is Gate.K_OF_N and not (k and 2 <= k < count):  # noqa: PLR2004 - 1 of n is any, n of n is all
        raise Invalid({"k": [f"k must be 2 or more and less than the number of causes ({count})"]})
    before, after = changes(target, {"gate": chosen, "k": k if chosen is Gate.K_OF_N else None})
    if isinstance(target, Factor):
        touch(target.record, actor.person_id)
    session.flush()
    audit.note(session, actor, "decide gate", record_id=review.id,
               before={"effect": effect, **before}, after={"effect": effect, **after})


def _take_back_impossible_vote(session: Session, review: Review, cause: Factor, effect: str) -> None:
    """With a cause less, "k of n" may be as many as there are: then the question is open again."""
    left = sa.select(sa.func.count()).select_from(CauseLink)
    target: FocusEvent | Factor
    if effect == "focus":
        target = session.get_one(FocusEvent, cause.focus_id)
        left = left.where(CauseLink.effect_id.is_(None), CauseLink.focus_id == target.id)
    else:
        target = find_factor(session, review, effect)
        left = left.where(CauseLink.effect_id == target.id)
    if target.gate is Gate.K_OF_N and (target.k or 0) >= (session.scalar(left) or 0):
        target.gate, target.k = Gate.NOT_DECIDED, None
        session.flush()


def find_factor(session: Session, review: Review, factor_ref: str) -> Factor:
    found = session.scalar(
        sa.select(Factor)
        .join(Record, Record.id == Factor.id)
        .where(Record.ref == factor_ref, Record.guard_id == review.id)
    )
    if found is None:
        raise NotFound("cause")
    return found


def _add_link(session: Session, review: Review, focus: FocusEvent, factor: Factor, effect: str) -> None:
    graph = graph_of(session, review.id, focus.question.value)
    effect_row = None if effect == "focus" else find_factor(session, review, effect)
    if effect_row is not None and effect_row.focus_id != focus.id:
        raise Refused([Obstacle("A cause explains an effect of the same question only.", "causes")])
    path = would_cycle(graph, factor.record.ref, effect)
    if path is not None:
        names = " → ".join(f"“{graph.statement(i)}”" for i in path)
        raise Invalid({"effect": [f"This would make a circle: {names}"]})
    if any(link.cause == factor.record.ref for link in graph.links_to(effect)):
        raise Invalid({"effect": ["This link stands there already"]})
    session.add(CauseLink(focus_id=focus.id, cause_id=factor.id, effect_id=effect_row.id if effect_row else None,
                          position=len(graph.links_to(effect))))
    session.flush()


def _effect_is(session: Session, review: Review, effect: str) -> sa.ColumnElement[bool]:
    if effect == "focus":
        return CauseLink.effect_id.is_(None)
    return CauseLink.effect_id == find_factor(session, review, effect).id


def _set_evidence(
    session: Session, actor: Actor, review: Review, factor: Factor, given: Sequence[str] | None
) -> None:
    """``given``: ``entry:12`` for a timeline entry, anything else a link or a description. None leaves it as it is."""
    if given is None:
        return
    entry_ids = {int(text[6:]) for text in given if text.startswith("entry:") and text[6:].isdigit()}
    known = set(
        session.scalars(
            sa.select(TimelineEntry.id).where(TimelineEntry.id.in_(entry_ids), belongs_to(review))
        )
    )
    if entry_ids - known:
        raise Invalid({"evidence": ["One of the timeline entries is not there any more. Choose again"]})
    other = evidence_rows(session, actor, review.id, [text for text in given if not text.startswith("entry:")])
    held_entries = {e.entry_id: e for e in factor.evidence if e.entry_id}
    held_pieces = {e.evidence_id: e for e in factor.evidence if e.evidence_id}
    pieces = {e.id: e for e in other}
    kept = [held_entries.get(i) or FactorEvidence(entry_id=i) for i in sorted(known)]
    kept += [held_pieces.get(i) or FactorEvidence(evidence_id=i) for i in pieces]
    factor.evidence = kept
    session.flush()

