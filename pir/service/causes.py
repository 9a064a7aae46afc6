"""The cause graph of a review: factors, links, gates. Rules are the library's (``rca``); here they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.edit import changes
from kernel.errors import Invalid, NotFound
from kernel.permission import Actor
from kernel.record import Record, next_ref, touch
from kernel.ref import RecordKind
from pir.models import Analysis, Factor, FocusEvent, Review
from pir.queries.causes import focus_of, graph_of
from pir.queries.known_causes import refs_of
from pir.service import cause_conflict as conflict
from pir.service.cause_change import changing
from pir.service.cause_evidence import set_evidence
from pir.service.cause_links import add_link, effect_of, find_factor, link_between, links_into, settle_gate
from pir.service.cause_of_factor import settled
from pir.service.reporting_codes import require_offered
from rca.vocabulary import Confidence, Gate, Question

__all__ = ["add_factor", "begin_analysis", "decide_gate", "edit_factor", "find_factor", "link_factor", "set_focus", "unlink_factor"]

REFUTE_APART = "A cause is refuted with the evidence that refutes it, and reinstated, by an act of its own"
NOT_COLUMNS = frozenset({"statement", "evidence"})


def begin_analysis(session: Session, review: Review) -> Analysis:
    """The analysis with its three questions; part of opening a review, which audits."""
    analysis = Analysis(record_id=review.id, focuses=[FocusEvent(question=q) for q in Question])
    session.add(analysis)
    session.flush()
    return analysis


def set_focus(
    session: Session, actor: Actor, ref: str, question: str, statement: str, version: conflict.Read = conflict.LATEST
) -> None:
    """Say what one of the three questions is about: the event that the graph explains."""
    with changing(session, actor, ref, "described the event") as review:
        focus = focus_of(session, review.id, question)
        conflict.expect_focus(focus, version, {"statement": statement})
        before, after = changes(focus, {"statement": statement})
        session.flush()
        audit.note(session, actor, "set focus event", record_id=review.id, before=before, after=after)


def add_factor(
    session: Session, actor: Actor, ref: str, question: str, values: Mapping[str, Any], effect: str | None,
    checks: Mapping[str, Any] | None = None,
) -> Factor:
    """A new factor as a cause of ``effect`` (a factor's reference, ``focus``, or None: not linked yet).

    ``checks``: ``forward`` and ``reverse``, the answers to the two-way check of the link.
    """
    with changing(session, actor, ref, "added a cause") as review:
        focus = focus_of(session, review.id, question)
        values = prepared(session, actor, review, values)
        factor = new_factor(session, actor, review, focus, values)
        if effect is not None:
            add_link(session, review, focus, factor, effect, dict(checks or {}))
        set_evidence(session, actor, review, factor, values.get("evidence"))
        audit.note(session, actor, "add factor", record_id=factor.id,
                   after={"review": ref, "statement": factor.record.title, "effect": effect, **_said(session, _columns(values))})
    return factor


def prepared(session: Session, actor: Actor, review: Review, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a form holds of a new factor as ``new_factor`` takes it: the known cause by its id, the code one that is offered."""
    found = settled(session, actor, review, values)
    require_offered(session, found.get("classification"))
    return found


def new_factor(session: Session, actor: Actor, review: Review, focus: FocusEvent, values: Mapping[str, Any]) -> Factor:
    """A factor without links and evidence; part of an act that audits."""
    _require_not_refuting(Confidence.SUSPECTED, values)
    record = Record(kind=RecordKind.FACTOR, ref=next_ref(session, RecordKind.FACTOR), title=values["statement"],
                    scope=review.record.scope, guard_id=review.id, changed_by_id=actor.person_id)
    factor = Factor(record=record, focus_id=focus.id, **_columns(values))
    session.add(factor)
    session.flush()
    return factor


def edit_factor(
    session: Session, actor: Actor, ref: str, factor_ref: str, version: int | None, values: Mapping[str, Any]
) -> Factor:
    """Change what ``values`` holds; what it does not name stays as it is."""
    with changing(session, actor, ref, "changed a cause") as review:
        factor = find_factor(session, review, factor_ref)
        conflict.expect_factor(session, factor, version, values)
        _require_not_refuting(factor.confidence, values)
        values = settled(session, actor, review, values, factor)
        require_offered(session, values.get("classification"), factor.classification)
        before, after = (_said(session, side) for side in changes(factor, _columns(values)))
        if "statement" in values and values["statement"] != factor.record.title:
            before["statement"], after["statement"] = factor.record.title, values["statement"]
            factor.record.title = values["statement"]
        if "no_action_reason" in after:
            factor.no_action_by_id = factor.no_action_at = None  # what was signed was another reason
        touch(factor.record, actor.person_id)  # before the first flush: one act is one version
        set_evidence(session, actor, review, factor, values.get("evidence"))
        session.flush()
        audit.note(session, actor, "edit factor", record_id=factor.id, before=before, after=after)
    return factor


def _said(session: Session, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a factor as the audit trail keeps them: the known cause by its reference."""
    refs = refs_of(session, [fields["cause_id"]]) if fields.get("cause_id") else {}
    return {("cause" if k == "cause_id" else k): (refs.get(v) if k == "cause_id" else v) for k, v in fields.items()}


def link_factor(
    session: Session, actor: Actor, ref: str, factor_ref: str, effect: str, checks: Mapping[str, Any] | None = None
) -> None:
    """Make a factor a cause of a further effect. A cycle is refused by its path."""
    with changing(session, actor, ref, "linked a cause") as review:
        factor = find_factor(session, review, factor_ref)
        focus = session.get_one(FocusEvent, factor.focus_id)
        add_link(session, review, focus, factor, effect, dict(checks or {}))
        audit.note(session, actor, "link factor", record_id=factor.id, after={"effect": effect, **(checks or {})})


def unlink_factor(session: Session, actor: Actor, ref: str, factor_ref: str, effect: str) -> None:
    """Take a link away; the factor itself stays, listed as not linked when it was the last."""
    with changing(session, actor, ref, "took a link away") as review:
        factor = find_factor(session, review, factor_ref)
        target = effect_of(session, review, session.get_one(FocusEvent, factor.focus_id), effect)
        session.delete(link_between(session, factor, target))
        session.flush()
        settle_gate(session, target)
        audit.note(session, actor, "unlink factor", record_id=factor.id, before={"effect": effect})


def decide_gate(
    session: Session, actor: Actor, ref: str, question: str, effect: str, gate: str, k: int | None,
    condition: str | None = None, version: conflict.Read = conflict.LATEST,
) -> None:
    """Answer "did all of these have to be true?" for one effect; ``not_decided`` takes the answer back.

    ``condition`` is the cause under which the others of an inhibit gate take effect.
    """
    with changing(session, actor, ref, "decided how causes combine") as review:
        focus = focus_of(session, review.id, question)
        target = effect_of_question(session, review, focus, effect)
        chosen = Gate(gate)
        conflict.expect_gate(session, target, version, {"gate": chosen, "k": k})
        counted = [factor.id for factor in graph_of(session, review.id, question).causes_of(effect)]
        _require_possible(chosen, k, condition, counted)
        before, after = changes(target, {"gate": chosen, "k": k if chosen is Gate.K_OF_N else None})
        if chosen is Gate.INHIBIT:
            after["condition"] = condition
        _mark_condition(session, target, condition if chosen is Gate.INHIBIT else None)
        if isinstance(target, Factor):
            touch(target.record, actor.person_id)
        session.flush()
        audit.note(session, actor, "decide gate", record_id=review.id,
                   before={"effect": effect, **before}, after={"effect": effect, **after})


def effect_of_question(session: Session, review: Review, focus: FocusEvent, effect: str) -> FocusEvent | Factor:
    """The effect that ``effect`` names in this question; one of another question does not exist here."""
    target = focus if effect == "focus" else find_factor(session, review, effect)
    if isinstance(target, Factor) and target.focus_id != focus.id:
        raise NotFound("cause")
    return target


def _require_possible(gate: Gate, k: int | None, condition: str | None, causes: list[str]) -> None:
    count = len(causes)
    if gate is Gate.K_OF_N and not (k and 2 <= k < count):  # noqa: PLR2004 - 1 of n is any, n of n is all
        raise Invalid({"k": [f"k must be 2 or more and less than the number of causes ({count})"]})
    if gate is Gate.INHIBIT and condition not in causes:
        raise Invalid({"condition": ["Choose which of the causes is the condition"]})
    if gate is Gate.INHIBIT and count < 2:  # noqa: PLR2004 - a condition and what it lets through
        raise Invalid({"gate": ["A condition needs another cause beside it"]})


def _mark_condition(session: Session, target: FocusEvent | Factor, condition: str | None) -> None:
    wanted = session.scalar(sa.select(Record.id).where(Record.ref == condition)) if condition else None
    for link in links_into(session, target):
        if link.is_condition is not (link.cause_id == wanted):
            link.is_condition = link.cause_id == wanted


def _require_not_refuting(now: Confidence, values: Mapping[str, Any]) -> None:
    wanted = values.get("confidence", now)
    if wanted is not now and Confidence.REFUTED in (wanted, now):
        raise Invalid({"confidence": [REFUTE_APART]})


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in NOT_COLUMNS}
