"""Moving an action through its lifecycle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from actions import sources
from actions.events import ActionChanged
from actions.models import Action
from actions.queries.action import find
from actions.queries.rights import JUDGING, days_to_effect, may_take
from actions.queries.today import today
from actions.rules.lifecycle import ACTION_LIFECYCLE, ActionFacts, ActionState
from actions.rules.policy import needs_evidence
from actions.service.owner import settle
from actions.service.proof import has_proof, register_pieces
from actions.service.values import require_future
from kernel import audit, clock, event
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.intake.attachment import Attachment
from kernel.permission import Actor, parts_of, require_on
from kernel.record import lock, touch
from kernel.workflow import Transition


@dataclass(frozen=True, slots=True)
class Step:
    """What came with one transition, cleaned; ``successor`` is the action that replaces this one.

    ``evidence`` is a link or a text, ``files`` have been looked at.
    """

    reason: str
    claim: str
    expires_on: date | None
    successor: Action | None
    evidence: str = ""
    files: Sequence[Attachment] = ()


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
    evidence: str = "",
    files: Sequence[Attachment] = (),
) -> Action:
    """Take one transition of the table, or raise ``Refused`` with every obstacle."""
    action = find(session, actor, ref)
    if name not in ACTION_LIFECYCLE:
        raise NotFound("step of an action")
    wanted = ACTION_LIFECYCLE[name]
    _require(session, actor, action, wanted)
    lock(session, action.record)
    session.refresh(action)
    facts = ActionFacts(owner_id=action.owner_id, actor_id=actor.person_id, reason=reason, claim=claim,
                        expires_on=expires_on, superseded_by=superseded_by, evidence_awaited=action.evidence_awaited,
                        effect_due=action.effect_due, today=today(session).day)
    ACTION_LIFECYCLE.require(name, action.state, facts)
    if name == "accept_risk":
        require_future(session, expires_on, "expires_on", "Enter a date after today")
    successor = _successor(session, actor, action, superseded_by) if name == "supersede" else None
    step = Step(reason.strip(), claim.strip(), expires_on, successor, evidence, files)
    before = action.state
    action.state = ActionState(wanted.to)
    action.reason = step.reason or None
    said = _EFFECTS[name](session, actor, action, step) if name in _EFFECTS else None
    touch(action.record, actor.person_id)
    session.flush()
    audit.note(session, actor, f"{name.replace('_', ' ')} action", record_id=action.id, before={"state": before},
               after={"state": action.state, **_said(name, step), **(said or {})})
    event.announce(session, actor, ActionChanged(action.id, action.source_id, name, before, action.state))
    return action


def _require(session: Session, actor: Actor, action: Action, wanted: Transition) -> None:
    """The verb of the step; who checks a claim, the policy of the source says as well."""
    if wanted.name not in JUDGING:
        require_on(session, actor, wanted.verb, action.record)
    elif not may_take(session, actor, action, wanted, parts_of(session, actor, action.record)):
        raise Forbidden(wanted.verb)


def _successor(session: Session, actor: Actor, action: Action, ref: str) -> Action:
    try:
        found = find(session, actor, ref.strip())
    except NotFound:
        raise Invalid({"superseded_by": ["There is no such action. Enter a reference like ACT-0107"]}) from None
    if found.id == action.id:
        raise Invalid({"superseded_by": ["An action cannot replace itself"]})
    return found


Said = dict[str, object] | None


def _accept(_session: Session, _actor: Actor, action: Action, _step: Step) -> Said:
    """Whoever accepts an action no longer says that it is not theirs."""
    action.accepted_at = action.accepted_at or clock.now()
    settle(action)
    return None


def _claim(session: Session, actor: Actor, action: Action, step: Step) -> Said:
    """A claim; where the policy asks for evidence and there is none yet, it is awaited."""
    action.claim, action.claimed_at = step.claim, clock.now()
    settle(action)
    pieces = register_pieces(session, actor, action, step.evidence, step.files) if step.evidence.strip() or step.files else []
    expected = sources.expected_of(session, action.source_id)
    action.evidence_awaited = needs_evidence(expected) and not (pieces or has_proof(session, action))
    return {"evidence": pieces} if pieces else None


def _verify(session: Session, actor: Actor, action: Action, _step: Step) -> Said:
    """Checked as done. The effect is checked when the window is over, where the policy wants that of this action."""
    action.verified_by_id, action.verified_at = actor.person_id, clock.now()
    days = days_to_effect(session, action, sources.expected_of(session, action.source_id))
    if days is None:
        return None
    action.effect_due = today(session).day + timedelta(days=action.effect_window_days or days)
    return {"effect_due": action.effect_due}


def _reopen(_session: Session, _actor: Actor, action: Action, _step: Step) -> Said:
    """A new claim needs a new check; the old ones stay in the history."""
    action.claimed_at = action.verified_at = action.verified_by_id = action.effect_due = None
    action.effect_checked_at = action.effect_checked_by_id = None
    action.evidence_awaited = False
    return None


def _await_effect(session: Session, _actor: Actor, action: Action, _step: Step) -> Said:
    """The window is over, or somebody wants to look now; one that had no date is due today."""
    action.effect_due = action.effect_due or today(session).day
    return {"effect_due": action.effect_due}


def _judge_effect(_session: Session, actor: Actor, action: Action, _step: Step) -> Said:
    action.effect_checked_by_id, action.effect_checked_at = actor.person_id, clock.now()
    return None


def _accept_risk(_session: Session, actor: Actor, action: Action, step: Step) -> Said:
    action.risk_approver_id, action.risk_expires_on = actor.person_id, step.expires_on
    return None


def _bring_back(_session: Session, _actor: Actor, action: Action, _step: Step) -> Said:
    action.risk_approver_id = action.risk_expires_on = None
    action.asked_at, action.accepted_at = clock.now(), None
    return None


def _supersede(_session: Session, _actor: Actor, action: Action, step: Step) -> Said:
    action.superseded_by_id = step.successor.id if step.successor else None
    return None


#: What a transition changes beyond the state and its reason; returns what else the audit entry says.
_EFFECTS: dict[str, Callable[[Session, Actor, Action, Step], Said]] = {
    "accept": _accept, "start": _accept, "claim_done": _claim, "verify": _verify, "send_back": _reopen, "await_effect": _await_effect,
    "find_effective": _judge_effect, "find_partly_effective": _judge_effect, "find_not_effective": _reopen,
    "accept_risk": _accept_risk, "risk_expires": _bring_back, "supersede": _supersede,
}


def _said(name: str, step: Step) -> dict[str, object]:
    """Only what this transition used, for the audit entry."""
    said: dict[str, object] = {"reason": step.reason, "expires_on": step.expires_on if name == "accept_risk" else None,
                               "claim": step.claim if name == "claim_done" else "",
                               "superseded_by": step.successor.record.ref if step.successor else ""}
    return {key: value for key, value in said.items() if value}
