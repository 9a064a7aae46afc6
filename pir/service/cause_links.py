"""Links between causes as rows: found, added, taken, ordered. Parts of the acts of ``causes`` and ``cause_shape``, which audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Invalid, NotFound, Obstacle, Refused
from kernel.record import Record
from pir.models import CauseLink, Factor, FocusEvent, Review
from pir.queries.causes import IS_THERE, graph_of
from rca.causal_graph import CausalGraph, would_cycle
from rca.vocabulary import Gate

#: The reference by which the focus event stands as an effect.
FOCUS = "focus"


def find_factor(session: Session, review: Review, factor_ref: str) -> Factor:
    found = session.scalar(
        sa.select(Factor)
        .join(Record, Record.id == Factor.id)
        .where(Record.ref == factor_ref, Record.guard_id == review.id, IS_THERE)
    )
    if found is None:
        raise NotFound("cause")
    return found


def effect_of(session: Session, review: Review, focus: FocusEvent, effect: str) -> FocusEvent | Factor:
    """The row that ``effect`` names: the focus event, or a factor of the same question."""
    if effect == FOCUS:
        return focus
    found = find_factor(session, review, effect)
    if found.focus_id != focus.id:
        raise Refused([Obstacle("A cause explains an effect of the same question only.", "causes")])
    return found


def links_into(session: Session, target: FocusEvent | Factor) -> list[CauseLink]:
    """The links of one effect, in their order."""
    if isinstance(target, FocusEvent):
        into = sa.and_(CauseLink.focus_id == target.id, CauseLink.effect_id.is_(None))
    else:
        into = CauseLink.effect_id == target.id
    return list(session.scalars(sa.select(CauseLink).where(into).order_by(CauseLink.position, CauseLink.id)))


def links_from(session: Session, factor: Factor) -> list[CauseLink]:
    """The links to what a factor led to, oldest first."""
    return list(session.scalars(sa.select(CauseLink).where(CauseLink.cause_id == factor.id).order_by(CauseLink.id)))


def target_of(session: Session, link: CauseLink) -> FocusEvent | Factor:
    """The row of the effect that a link leads to."""
    if link.effect_id is None:
        return session.get_one(FocusEvent, link.focus_id)
    return session.get_one(Factor, link.effect_id)


def link_between(session: Session, factor: Factor, target: FocusEvent | Factor) -> CauseLink:
    for link in links_into(session, target):
        if link.cause_id == factor.id:
            return link
    raise NotFound("link between these two causes")


def require_no_circle(graph: CausalGraph, cause: str, effect: str, field: str = "effect") -> None:
    path = would_cycle(graph, cause, effect)
    if path is not None:
        raise Invalid({field: [circle_words([graph.statement(item) for item in path])]})


def circle_words(statements: Sequence[str]) -> str:
    return "This would make a circle: " + " → ".join(f"“{statement}”" for statement in statements)


def add_link(
    session: Session, review: Review, focus: FocusEvent, factor: Factor, effect: str, checks: dict[str, Any] | None = None
) -> CauseLink:
    """A new link at the end of the effect's causes. ``checks``: the answers to the two-way check."""
    target = effect_of(session, review, focus, effect)
    require_no_circle(graph_of(session, review.id, focus.question.value), factor.record.ref, effect)
    held = links_into(session, target)
    if any(link.cause_id == factor.id for link in held):
        raise Invalid({"effect": ["This link stands there already"]})
    effect_id = None if isinstance(target, FocusEvent) else target.id
    link = CauseLink(focus_id=focus.id, cause_id=factor.id, effect_id=effect_id, position=next_place(held), **(checks or {}))
    session.add(link)
    session.flush()
    return link


def next_place(links: Sequence[CauseLink]) -> int:
    return max((link.position for link in links), default=-1) + 1


def in_order(links: Sequence[CauseLink]) -> None:
    """Number the links of one effect as they stand in the list."""
    for position, link in enumerate(links):
        if link.position != position:
            link.position = position


def settle_gate(session: Session, target: FocusEvent | Factor) -> None:
    """After causes went: "k of n" may ask for as many as there are, inhibit may have lost its condition. Then it is open again."""
    links = links_into(session, target)
    impossible = target.gate is Gate.K_OF_N and (target.k or 0) >= len(links)
    without = target.gate is Gate.INHIBIT and not any(link.is_condition for link in links)
    if impossible or without:
        reopen_gate(session, target)


def reopen_gate(session: Session, target: FocusEvent | Factor) -> None:
    """Nobody has decided any more how these causes combine."""
    target.gate, target.k = Gate.NOT_DECIDED, None
    for link in links_into(session, target):
        link.is_condition = False
    session.flush()
