"""Who may take which step of an action, where the policy says more than the table of grants."""

from __future__ import annotations

from sqlalchemy.orm import Session

from actions import sources
from actions.models import Action, Effect
from actions.rules.policy import STRONG, Expectation, effect_days, may_verify, verifier
from kernel.permission import Actor, Role, may
from kernel.record import Part
from kernel.workflow import Transition

#: Steps that the policy's verifier takes.
JUDGING = frozenset({"verify", "send_back"})


def days_to_effect(session: Session, action: Action, expected: Expectation) -> int | None:
    """Days from the check to the check of the effect; None when there is none. The causes are read only when they decide."""
    days = effect_days(expected, action.strength, on_root=True)
    if days is None or effect_days(expected, action.strength, on_root=False) is not None:
        return days
    acts_on = {f.factor_id for f in action.factors if f.effect is not Effect.DETECTS}
    return days if acts_on & sources.ROOTS(session, action.source_id) else None


def may_take(session: Session, actor: Actor, action: Action, transition: Transition, parts: frozenset[Part]) -> bool:
    """The grant of the step's verb; checking a claim also asks the policy of the source."""
    granted = may(actor, transition.verb, parts)
    if transition.name not in JUDGING or actor.person_id is None:
        return granted
    expected = sources.expected_of(session, action.source_id)
    full = action.strength in STRONG and days_to_effect(session, action, expected) is not None
    return judges(actor, verifier(expected, full=full), action.created_by_id, granted=granted)


def judges(actor: Actor, rule: str, raised_by: int | None, *, granted: bool) -> bool:
    """``granted``: the actor holds the verb "check an action" here."""
    return may_verify(
        rule, raised_it=raised_by == actor.person_id, checks=granted, is_problem_manager=actor.is_any(Role.PROBLEM_MANAGER)
    )
