"""Several causes in one act: between a cause and its effect, and as chains "a => b => c"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import Record
from pir.models import CauseLink, Factor, FocusEvent, Review
from pir.queries.causes import IS_THERE, focus_of
from pir.rules.cause_lines import chains
from pir.service.cause_change import changing
from pir.service.cause_evidence import set_evidence
from pir.service.cause_links import FOCUS, add_link, effect_of, find_factor, link_between, links_into
from pir.service.causes import new_factor, prepared


def insert_between(
    session: Session, actor: Actor, ref: str, factor_ref: str, effect: str, values: Mapping[str, Any]
) -> Factor:
    """A new factor between a cause and ``effect``, in the place of the link, whose two-way check is asked anew."""
    with changing(session, actor, ref, "put a cause between two") as review:
        cause = find_factor(session, review, factor_ref)
        focus = session.get_one(FocusEvent, cause.focus_id)
        old = link_between(session, cause, effect_of(session, review, focus, effect))
        factor = new_factor(session, actor, review, focus, prepared(session, actor, review, values))
        session.add(CauseLink(focus_id=focus.id, cause_id=factor.id, effect_id=old.effect_id, position=old.position,
                              is_condition=old.is_condition))
        session.delete(old)
        session.flush()
        add_link(session, review, focus, cause, factor.record.ref)
        set_evidence(session, actor, review, factor, values.get("evidence"))
        audit.note(session, actor, "insert factor", record_id=factor.id,
                   after={"review": ref, "statement": factor.record.title, "cause": factor_ref, "effect": effect})
    return factor


def add_chains(session: Session, actor: Actor, ref: str, question: str, text: str, effect: str = FOCUS) -> list[str]:
    """Each line of ``text`` is a chain "a => b => c": a led to b, b to c, and c to ``effect``. The references that are new.

    A statement that stands there already, word for word, is that factor: the line then links it and does not repeat it.
    """
    with changing(session, actor, ref, "added several causes") as review:
        focus = focus_of(session, review.id, question)
        known = _by_statement(session, focus)
        made: list[str] = []
        for chain in chains(text):
            below, rest = _end_of(chain, known, effect)
            for statement in reversed(rest):
                below = _link_or_add(session, actor, review, focus, known, made, statement, below)
        audit.note(session, actor, "add factors", record_id=review.id, after={"causes": made, "lines": text.splitlines()})
    return made


def _end_of(chain: list[str], known: Mapping[str, Factor], effect: str) -> tuple[str, list[str]]:
    """Where a chain is hung up, and its statements above that: one that ends in a known factor hangs there."""
    last = known.get(chain[-1].casefold())
    return (last.record.ref, chain[:-1]) if last is not None and len(chain) > 1 else (effect, chain)


def _link_or_add(
    session: Session, actor: Actor, review: Review, focus: FocusEvent, known: dict[str, Factor], made: list[str],
    statement: str, effect: str,
) -> str:
    factor = known.get(statement.casefold())
    if factor is None:
        factor = known[statement.casefold()] = new_factor(session, actor, review, focus, {"statement": statement})
        made.append(factor.record.ref)
    target = effect_of(session, review, focus, effect)
    if all(link.cause_id != factor.id for link in links_into(session, target)):
        try:
            add_link(session, review, focus, factor, effect)
        except Invalid as wrong:
            raise Invalid({"lines": wrong.messages["effect"]}) from None
    return str(factor.record.ref)


def _by_statement(session: Session, focus: FocusEvent) -> dict[str, Factor]:
    rows: Sequence[Factor] = session.scalars(
        sa.select(Factor).join(Record, Record.id == Factor.id).where(Factor.focus_id == focus.id, IS_THERE).order_by(Factor.id.desc())
    ).all()
    return {factor.record.title.casefold(): factor for factor in rows}
