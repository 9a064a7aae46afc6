"""Moving causes: to another effect, up and down among their siblings, in under the one above, out beside their effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kernel import audit
from kernel.edit import changes
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor
from kernel.record import Record
from pir.models import CauseLink, Factor, FocusEvent, Review
from pir.queries.causes import graph_of
from pir.rules.cause_acts import STEPS
from pir.service import cause_conflict as conflict
from pir.service.cause_change import changing
from pir.service.cause_links import (
    FOCUS,
    effect_of,
    find_factor,
    in_order,
    link_between,
    links_into,
    next_place,
    require_no_circle,
    settle_gate,
)
from rca.vocabulary import Confidence


def change_link(
    session: Session, actor: Actor, ref: str, factor_ref: str, effect: str, version: conflict.Read, values: Mapping[str, Any]
) -> None:
    """Change one link: the answers to its two-way check (``forward``, ``reverse``), and with ``to`` the effect it leads to."""
    with changing(session, actor, ref, "changed a link") as review:
        factor, focus = _found(session, review, factor_ref)
        link = link_between(session, factor, effect_of(session, review, focus, effect))
        checks = {name: values[name] for name in ("forward", "reverse") if name in values}
        conflict.expect_link(link, version, checks)
        before, after = changes(link, checks)
        to = values.get("to") or effect
        if to != effect:
            _lead_to(session, review, focus, factor, link, effect, to)
        session.flush()
        audit.note(session, actor, "change link", record_id=factor.id,
                   before={"effect": effect, **before}, after={"effect": to, **after})


def place_factor(
    session: Session, actor: Actor, ref: str, factor_ref: str, effect: str, way: str, beside: str | None = None
) -> str:
    """Move a cause of ``effect`` one place ``up`` or ``down``, ``in`` under the cause above it, or ``out`` beside its effect.

    ``beside`` says under which effect of its effect it goes out, where there are several. Returns the effect it has now.
    """
    with changing(session, actor, ref, "moved a cause") as review:
        factor, focus = _found(session, review, factor_ref)
        target = effect_of(session, review, focus, effect)
        link, siblings = link_between(session, factor, target), links_into(session, target)
        now = effect
        if way in STEPS:
            _step(siblings, siblings.index(link), STEPS[way])
        else:
            now = _above(session, siblings, link) if way == "in" else _outer(session, review, focus, effect, beside)
            _lead_to(session, review, focus, factor, link, effect, now)
        session.flush()
        audit.note(session, actor, "move factor", record_id=factor.id, before={"effect": effect}, after={"effect": now, "way": way})
    return now


def _found(session: Session, review: Review, factor_ref: str) -> tuple[Factor, FocusEvent]:
    factor = find_factor(session, review, factor_ref)
    return factor, session.get_one(FocusEvent, factor.focus_id)


def _step(siblings: list[CauseLink], index: int, step: int) -> None:
    if not 0 <= index + step < len(siblings):
        raise Refused([Obstacle(f"It is the {'first' if step < 0 else 'last'} of its siblings already.", "causes")])
    siblings[index], siblings[index + step] = siblings[index + step], siblings[index]
    in_order(siblings)


def _above(session: Session, siblings: list[CauseLink], link: CauseLink) -> str:
    for other in reversed(siblings[: siblings.index(link)]):
        if session.get_one(Factor, other.cause_id).confidence is not Confidence.REFUTED:
            return session.get_one(Record, other.cause_id).ref
    raise Refused([Obstacle("No cause stands above it to go under.", "causes")])


def _outer(session: Session, review: Review, focus: FocusEvent, effect: str, beside: str | None) -> str:
    if effect == FOCUS:
        raise Refused([Obstacle("It stands right under the event already.", "causes")])
    found = graph_of(session, review.id, focus.question.value).effects_of(effect)
    if beside in found:
        return str(beside)
    if len(found) != 1:
        raise Refused([Obstacle("Its effect leads to several others, or to none. Choose the new effect among its links.", "causes")])
    return str(found[0])


def _lead_to(
    session: Session, review: Review, focus: FocusEvent, factor: Factor, link: CauseLink, effect: str, to: str
) -> None:
    """The same link with another effect, last among its causes."""
    old, new = effect_of(session, review, focus, effect), effect_of(session, review, focus, to)
    held = links_into(session, new)
    if any(other.cause_id == factor.id for other in held):
        raise Invalid({"to": ["This link stands there already"]})
    require_no_circle(graph_of(session, review.id, focus.question.value), factor.record.ref, to, "to")
    link.effect_id = None if isinstance(new, FocusEvent) else new.id
    link.position, link.is_condition = next_place(held), False
    session.flush()
    settle_gate(session, old)
