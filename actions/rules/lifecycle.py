"""The lifecycle of a corrective action as a table (issue of verified closure; decision 17).

Owners see four words (To do, Doing, Done, Checked); the finer states are the problem manager's.
"Done" is a claim of the owner until somebody else has verified it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.errors import Obstacle
from kernel.workflow import Transition, Workflow


class ActionState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    VERIFIED = "verified"
    EFFECTIVENESS_DUE = "effectiveness_due"
    EFFECTIVE = "effective"
    PARTLY_EFFECTIVE = "partly_effective"
    NOT_EFFECTIVE = "not_effective"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    RISK_ACCEPTED = "risk_accepted"
    SUPERSEDED = "superseded"


class Shown(StrEnum):
    """The word that owners see; its words on screen are ``actions.rules.words``."""

    TO_DO = "to_do"
    DOING = "doing"
    DONE = "done"
    CHECKED = "checked"
    DROPPED = "dropped"


S = ActionState

SHOWN_AS: dict[ActionState, Shown] = {
    S.PROPOSED: Shown.TO_DO,
    S.ACCEPTED: Shown.TO_DO,
    S.IN_PROGRESS: Shown.DOING,
    S.BLOCKED: Shown.DOING,
    S.DONE: Shown.DONE,
    S.VERIFIED: Shown.CHECKED,
    S.EFFECTIVENESS_DUE: Shown.CHECKED,
    S.EFFECTIVE: Shown.CHECKED,
    S.PARTLY_EFFECTIVE: Shown.CHECKED,
    S.NOT_EFFECTIVE: Shown.TO_DO,
    S.REFUSED: Shown.DROPPED,
    S.CANCELLED: Shown.DROPPED,
    S.RISK_ACCEPTED: Shown.DROPPED,
    S.SUPERSEDED: Shown.DROPPED,
}

#: States in which something is still to be done by the owner; overdue is counted over these.
OPEN = (S.PROPOSED, S.ACCEPTED, S.IN_PROGRESS, S.BLOCKED, S.NOT_EFFECTIVE)
#: Everything that somebody still has to do something about: open, and claims that nobody has checked.
UNFINISHED = (*OPEN, S.DONE)
DROPPED = tuple(state for state, shown in SHOWN_AS.items() if shown is Shown.DROPPED)


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What the guards look at."""

    owner_id: int | None = None
    actor_id: int | None = None
    reason: str = ""
    claim: str = ""
    expires_on: date | None = None
    superseded_by: str = ""
    evidence_awaited: bool = False
    effect_due: date | None = None
    today: date | None = None


def has_owner(facts: ActionFacts) -> Obstacle | None:
    return None if facts.owner_id else Obstacle("Name one person who owns this action.", "edit#owner")


def says_why(facts: ActionFacts) -> Obstacle | None:
    return None if facts.reason.strip() else Obstacle("Enter a reason.", "reason")


def says_what_was_done(facts: ActionFacts) -> Obstacle | None:
    return None if facts.claim.strip() else Obstacle("Say what was done and where it can be seen.", "claim")


def is_second_pair_of_eyes(facts: ActionFacts) -> Obstacle | None:
    if facts.actor_id is not None and facts.actor_id == facts.owner_id:
        return Obstacle("Somebody other than the owner has to check this action.")
    return None


def has_expiry(facts: ActionFacts) -> Obstacle | None:
    return None if facts.expires_on else Obstacle("Enter the date until which the risk is accepted.", "expires_on")


def has_evidence(facts: ActionFacts) -> Obstacle | None:
    if facts.evidence_awaited:
        return Obstacle("The evidence is still awaited. Add it, or send the action back.", "evidence")
    return None


def is_time_or_names_a_test(facts: ActionFacts) -> Obstacle | None:
    """The window has passed, or a test stands for it (decision 8)."""
    if facts.effect_due is None or facts.today is None or facts.today >= facts.effect_due or facts.reason.strip():
        return None
    return Obstacle(f"The window runs until {facts.effect_due:%-d %b %Y}. Name the test that shows the effect now.", "reason")


def names_successor(facts: ActionFacts) -> Obstacle | None:
    return None if facts.superseded_by else Obstacle("Name the action that replaces this one.", "superseded_by")


ANSWER, CHECK, EDIT = "answer for an action", "check an action", "edit an action"

#: The order of the table is the order of the buttons: what is most often wanted comes first.
ACTION_LIFECYCLE: Workflow[ActionFacts] = Workflow(
    Transition("accept", (S.PROPOSED, S.NOT_EFFECTIVE), S.ACCEPTED, "Accept", ANSWER, (has_owner,)),
    Transition("claim_done", (S.PROPOSED, S.ACCEPTED, S.IN_PROGRESS, S.BLOCKED, S.NOT_EFFECTIVE), S.DONE,
               "Report done", ANSWER, (has_owner, says_what_was_done)),
    Transition("start", (S.PROPOSED, S.ACCEPTED, S.BLOCKED, S.NOT_EFFECTIVE), S.IN_PROGRESS, "Start work", ANSWER,
               (has_owner,)),
    Transition("block", (S.ACCEPTED, S.IN_PROGRESS), S.BLOCKED, "Say it is blocked", ANSWER, (says_why,),
               needs_reason=True),
    Transition("verify", (S.DONE,), S.VERIFIED, "Check it", CHECK, (is_second_pair_of_eyes, has_evidence)),
    Transition("send_back", (S.DONE,), S.IN_PROGRESS, "Send back", CHECK, (says_why,), needs_reason=True),
    Transition("await_effect", (S.VERIFIED,), S.EFFECTIVENESS_DUE, "Ask for the effectiveness check", CHECK),
    Transition("find_effective", (S.EFFECTIVENESS_DUE,), S.EFFECTIVE, "It worked", CHECK,
               (is_second_pair_of_eyes, is_time_or_names_a_test)),
    Transition("find_partly_effective", (S.EFFECTIVENESS_DUE,), S.PARTLY_EFFECTIVE, "It worked in part", CHECK,
               (is_second_pair_of_eyes, says_why), needs_reason=True),
    Transition("find_not_effective", (S.VERIFIED, S.EFFECTIVENESS_DUE, S.EFFECTIVE, S.PARTLY_EFFECTIVE),
               S.NOT_EFFECTIVE, "It did not work", CHECK, (says_why,), needs_reason=True),
    Transition("refuse", (S.PROPOSED,), S.REFUSED, "Refuse", EDIT, (says_why,), needs_reason=True),
    Transition("cancel", UNFINISHED, S.CANCELLED, "Cancel the action", EDIT, (says_why,), needs_reason=True),
    Transition("accept_risk", OPEN, S.RISK_ACCEPTED, "Accept the risk", "accept a risk", (says_why, has_expiry),
               needs_reason=True),
    Transition("risk_expires", (S.RISK_ACCEPTED,), S.PROPOSED, "Bring it back", EDIT),
    Transition("supersede", OPEN, S.SUPERSEDED, "Replace by another action", EDIT, (names_successor,)),
)
