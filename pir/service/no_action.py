"""A root cause that no strong action stops: left so for a reason, which somebody who may accept a risk signs (A07)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.edit import changes
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import touch
from pir.models import Factor
from pir.service.cause_links import find_factor
from pir.service.editing import open_for_change

SIGN = "accept a risk"


def leave_without_action(session: Session, actor: Actor, ref: str, factor_ref: str, *, reason: str) -> Factor:
    """Sign the reason, or a better one; it stands in the document with name and day."""
    if not reason.strip():
        raise Invalid({"reason": ["Enter why no strong action is taken"]})
    return _write(session, actor, ref, factor_ref, reason.strip())


def take_back_reason(session: Session, actor: Actor, ref: str, factor_ref: str) -> Factor:
    """The cause is asked about again."""
    return _write(session, actor, ref, factor_ref, None)


def _write(session: Session, actor: Actor, ref: str, factor_ref: str, reason: str | None) -> Factor:
    review = open_for_change(session, actor, ref, SIGN)
    factor = find_factor(session, review, factor_ref)
    before, after = changes(factor, {"no_action_reason": reason})
    is_signed = factor.no_action_at is not None
    if not after and is_signed == bool(reason):
        return factor
    factor.no_action_by_id, factor.no_action_at = (actor.person_id, clock.now()) if reason else (None, None)
    touch(factor.record, actor.person_id)
    session.flush()
    audit.note(session, actor, "leave cause" if reason else "take back reason", record_id=factor.id, before=before, after=after or {"no_action_reason": reason})
    return factor
