"""Moving an action through its lifecycle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from actions.events import ActionChanged
from actions.models import Action
from actions.queries.action import find
from actions.rules.lifecycle import ACTION_LIFECYCLE, ActionFacts, ActionState
from actions.service.values import require_future
from kernel import audit, clock, event
from kernel.errors import Invalid, NotFound
from kernel.permission import Actor, require_on
from kernel.record import lock, touch


@dataclass(frozen=True, slots=True)
class Step:
    """What came with one transition, cleaned; ``successor`` is the action that replaces this one."""

    reason: str
    claim: str
    expires_on: date | None
    successor: Action | None


def transition(
    session: Session,
    actor: Actor,
    ref: str,
    name: str,
    *,
    reason: str = "",
    claim: str = "",
    expires_on: date | None = None,
    superseded_by: str = "",
) -> Action:
    """Take one transition of the table, or raise ``Refused`` with every obstacle."""
    action = find(session, actor, ref)
    if name not in ACTION_LIFECYCLE:
        raise NotFound("step of an action")
    wanted = ACTION_LIFECYCLE[name]
    require_on(session, actor, wanted.verb, action.record)
    lock(session, action.record)
    session.refresh(action)
    facts = ActionFacts(owner_id=action.owner_id, actor_id=actor.person_id, reason=reason, claim=claim,
                        expires_on=expires_on, superseded_by=superseded_by)
    ACTION_LIFECYCLE.require(name, action.state, facts)
    if name == "accept_risk":
        require_future(session, expires_on, "expires_on", "Enter a date after today")
    successor = _successor(session, actor, action, superseded_by) if name == "supersede" else None
    step = Step(reason.strip(), claim.strip(), expires_on, successor)
    before = action.state
    action.state = ActionState(wanted.to)
    action.reason = step.reason or None
    if name in _EFFECTS:
        _EFFECTS[name](actor, action, step)
    touch(action.record, actor.person_id)
    session.flush()
    audit.note(session, actor, f"{name.replace('_', ' ')} action", record_id=action.id, before={"state": before},
               after={"state": action.state, **_said(name, step)})
    event.announce(session, actor, ActionChanged(action.id, action.source_id, name, before, action.state))
    return action


def _successor(session: Session, actor: Actor, action: Action, ref: str) -> Action:
    try:
        found = find(session, actor, ref.strip())
    except NotFound:
        raise Invalid({"superseded_by": ["There is no such action. Enter a reference like ACT-0107"]}) from None
    if found.id == action.id:
        raise Invalid({"superseded_by": ["An action cannot replace itself"]})
    return found


def _claim(_actor: Actor, action: Action, step: Step) -> None:
    action.claim, action.claimed_at = step.claim, clock.now()


def _verify(actor: Actor, action: Action, _step: Step) -> None:
    action.verified_by_id, action.verified_at = actor.person_id, clock.now()


def _reopen(_actor: Actor, action: Action, _step: Step) -> None:
    """A new claim needs a new check; the old ones stay in the history."""
    action.claimed_at = action.verified_at = action.verified_by_id = None


def _accept_risk(actor: Actor, action: Action, step: Step) -> None:
    action.risk_approver_id, action.risk_expires_on = actor.person_id, step.expires_on


def _bring_back(_actor: Actor, action: Action, _step: Step) -> None:
    action.risk_approver_id = action.risk_expires_on = None


def _supersede(_actor: Actor, action: Action, step: Step) -> None:
    action.superseded_by_id = step.successor.id if step.successor else None


#: What a transition changes beyond the state and its reason.
_EFFECTS: dict[str, Callable[[Actor, Action, Step], None]] = {
    "claim_done": _claim, "verify": _verify, "send_back": _reopen, "find_not_effective": _reopen,
    "accept_risk": _accept_risk, "risk_expires": _bring_back, "supersede": _supersede,
}


def _said(name: str, step: Step) -> dict[str, object]:
    """Only what this transition used, for the audit entry."""
    said: dict[str, object] = {"reason": step.reason, "expires_on": step.expires_on if name == "accept_risk" else None,
                               "claim": step.claim if name == "claim_done" else "",
                               "superseded_by": step.successor.record.ref if step.successor else ""}
    return {key: value for key, value in said.items() if value}
