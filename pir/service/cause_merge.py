"""Two factors that say one thing become one: links, evidence, comments and actions follow."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.service.factors import pass_on
from kernel import audit, clock
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor
from kernel.record import touch
from pir.models import CommentThread, Factor, FactorEvidence, FocusEvent, Review
from pir.queries.causes import graph_of
from pir.service import cause_conflict as conflict
from pir.service.cause_change import changing
from pir.service.cause_links import (
    circle_words,
    find_factor,
    links_from,
    links_into,
    next_place,
    reopen_gate,
    settle_gate,
    target_of,
)
from rca.causal_graph import CausalGraph, would_cycle
from rca.vocabulary import Confidence

#: What the merged factor brings where the other has nothing; members of a group belong together.
BRINGS = (
    ("cause_id",), ("role",), ("category",), ("control", "control_state"), ("stop_reason", "stop_owner_id"), ("classification",),
    ("probability", "probability_unit", "probability_source"), ("no_action_reason",),
)  # fmt: skip


def merge_factors(session: Session, actor: Actor, ref: str, factor_ref: str, version: conflict.Read, into: str) -> Factor:
    """Two factors of one question become the one named ``into``: links, evidence, comments and actions follow.

    Never makes a circle: refused with its path. The other reference stays, and names what it became.
    """
    with changing(session, actor, ref, "merged two causes") as review:
        factor, kept = find_factor(session, review, factor_ref), find_factor(session, review, into)
        conflict.expect_factor(session, factor, version, {})
        focus = session.get_one(FocusEvent, factor.focus_id)
        _require_mergeable(session, review, focus, factor, kept)
        _merge_gates(session, factor, kept)
        _move_links(session, factor, kept)
        _move_evidence(session, factor, kept)
        _bring(factor, kept)
        actions = pass_on(session, actor.person_id, factor.id, kept.id)
        of_factor = (CommentThread.review_id == review.id, CommentThread.part == "factor", CommentThread.item == factor_ref)
        session.execute(sa.update(CommentThread).where(*of_factor).values(item=into))
        factor.removed_at, factor.merged_into_id = clock.now(), kept.id
        for one in (factor, kept):
            touch(one.record, actor.person_id)
        session.flush()
        audit.note(session, actor, "merge factor", record_id=factor.id, before={"statement": factor.record.title},
                   after={"into": into, "statement": kept.record.title, "actions": actions})
    return kept


def _require_mergeable(session: Session, review: Review, focus: FocusEvent, factor: Factor, kept: Factor) -> None:
    if factor.id == kept.id:
        raise Invalid({"into": ["Choose another cause than itself"]})
    if kept.focus_id != focus.id:
        raise Refused([Obstacle("Only two causes of the same question can be one.", "causes")])
    if (factor.confidence is Confidence.REFUTED) is not (kept.confidence is Confidence.REFUTED):
        raise Invalid({"into": ["One of the two is refuted and the other is not. Reinstate it, or refute the other, first"]})
    circle = _circle(graph_of(session, review.id, focus.question.value), factor.record.ref, kept.record.ref)
    if circle is not None:
        raise Invalid({"into": [circle_words(circle)]})


def _circle(graph: CausalGraph, one: str, other: str) -> list[str] | None:
    """The statements on a way from one to the other over a third, which would lead back to itself; a direct link just goes."""
    for start, end in ((one, other), (other, one)):
        for effect in graph.effects_of(start):
            if effect not in (end, graph.focus.id):
                path = would_cycle(graph, end, effect)
                if path is not None:
                    return [graph.statement(start), *(graph.statement(item) for item in path[1:])]
    return None


def _merge_gates(session: Session, factor: Factor, kept: Factor) -> None:
    """The gate of the one that had causes; where both had, how all of them combine is asked anew."""
    theirs = [link for link in links_into(session, factor) if link.cause_id != kept.id]
    ours = [link for link in links_into(session, kept) if link.cause_id != factor.id]
    if theirs and not ours:
        kept.gate, kept.k = factor.gate, factor.k
    elif theirs:
        reopen_gate(session, kept)
        for link in theirs:
            link.is_condition = False


def _move_links(session: Session, factor: Factor, kept: Factor) -> None:
    """Every link of the one to the other; what would stand twice, or lead to itself, goes."""
    effects = {link.effect_id for link in links_from(session, kept)}
    causes = {link.cause_id for link in links_into(session, kept)}
    touched = [target_of(session, link) for link in links_from(session, factor)]
    for link in links_from(session, factor):
        if link.effect_id in effects or link.effect_id == kept.id:
            session.delete(link)
        else:
            link.cause_id = kept.id
    place = next_place(links_into(session, kept))
    for number, link in enumerate(links_into(session, factor)):
        if link.cause_id in causes or link.cause_id == kept.id:
            session.delete(link)
        else:
            link.effect_id, link.position = kept.id, place + number
    session.flush()
    for target in (*touched, kept):
        settle_gate(session, target)


def _move_evidence(session: Session, factor: Factor, kept: Factor) -> None:
    held = {(row.entry_id, row.evidence_id) for row in kept.evidence}
    moved = [row for row in factor.evidence if (row.entry_id, row.evidence_id) not in held]
    kept.evidence += [FactorEvidence(entry_id=r.entry_id, evidence_id=r.evidence_id, refutes=r.refutes) for r in moved]
    factor.evidence = []
    session.flush()


def _bring(factor: Factor, kept: Factor) -> None:
    for group in BRINGS:
        if all(getattr(kept, name) is None for name in group):
            for name in group:
                setattr(kept, name, getattr(factor, name))
