"""A factor that should not be there is taken out."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action, ActionFactor
from kernel import audit, clock
from kernel.errors import Obstacle, Refused
from kernel.permission import Actor
from kernel.record import Record, touch
from pir.models import Factor
from pir.service import cause_conflict as conflict
from pir.service.cause_change import changing
from pir.service.cause_links import find_factor, links_from, links_into, settle_gate, target_of


def remove_factor(session: Session, actor: Actor, ref: str, factor_ref: str, version: conflict.Read) -> None:
    """Take a factor out. Its causes stay, not linked where they led to nothing else; an action on it is in the way."""
    with changing(session, actor, ref, "took a cause out") as review:
        factor = find_factor(session, review, factor_ref)
        conflict.expect_factor(session, factor, version, {})
        held = _actions_on(session, factor)
        if held:
            raise Refused([Obstacle(f"{', '.join(held)} acts on {factor_ref}. Take it off there first, or merge this cause "
                                    "into another.", "actions")])
        targets = [target_of(session, link) for link in links_from(session, factor)]
        for link in (*links_from(session, factor), *links_into(session, factor)):
            session.delete(link)
        factor.evidence, factor.removed_at = [], clock.now()
        touch(factor.record, actor.person_id)
        session.flush()
        for target in targets:
            settle_gate(session, target)
        audit.note(session, actor, "remove factor", record_id=factor.id, before={"statement": factor.record.title})


def _actions_on(session: Session, factor: Factor) -> Sequence[str]:
    return session.scalars(
        sa.select(Record.ref)
        .join(Action, Action.id == Record.id)
        .join(ActionFactor, ActionFactor.action_id == Action.id)
        .where(ActionFactor.factor_id == factor.id)
        .order_by(Record.id)
    ).all()
