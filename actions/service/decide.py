"""One decision of a meeting about one action: done by the service that its own page uses, and written into the meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from actions.models import Action
from actions.models.meeting import Decided
from actions.queries.action import find, waiting_move
from actions.rules.lifecycle import ACTION_LIFECYCLE
from actions.rules.meeting import CHOICES, missing
from actions.service.confirm import confirm_action
from actions.service.dispute import keep_owner
from actions.service.due import decide_move, move_due
from actions.service.edit import edit_action
from actions.service.lifecycle import transition
from actions.service.meeting import HOLD, hold
from actions.service.stale import expect
from kernel import audit
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, require

#: Fields of the services, as the form of the meeting calls them.
CALLED: Mapping[str, str] = {"due": "day", "expires_on": "day", "reason": "words", "answer": "words", "owner": "owner"}


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed, and the version of the action that the meeting looked at."""

    decision: str
    version: int | None
    day: date | None = None
    owner: int | None = None
    words: str = ""


def decide(session: Session, actor: Actor, ref: str, said: Said) -> Decided:
    """Do what was decided and keep it in the open meeting.

    ``Invalid`` on ``decision day owner words``; ``Stale`` when somebody changed the action since it was shown; ``Refused``
    when no meeting is open. Each change needs the verb of its own service as well.
    """
    require(actor, HOLD)
    meeting = hold(session)
    action = find(session, actor, ref)
    expect(session, action, said.version, {})
    wrong = missing(said.decision, {"day": said.day, "owner": said.owner, "words": said.words.strip()})
    if wrong:
        raise Invalid(wrong)
    facts = _done(session, actor, action, said)
    decided = Decided(meeting_id=meeting.id, action_id=action.id, decision=said.decision, words=said.words.strip(), facts=facts, by_id=actor.person_id)
    session.add(decided)
    session.flush()
    after = {"meeting": meeting.id, "decision": said.decision, "words": decided.words, **facts}
    audit.note(session, actor, "decide in action meeting", record_id=action.id, after={k: v for k, v in after.items() if v})
    return decided


def _done(session: Session, actor: Actor, action: Action, said: Said) -> dict[str, Any]:
    """What changed, under the names of ``actions.rules.meeting``; refusals come back on the fields of the meeting's form."""
    act = _ACTS.get(said.decision, _transition if said.decision in ACTION_LIFECYCLE else None)
    if act is None:
        raise Invalid({"decision": [f"“{CHOICES[said.decision].label}” cannot be decided here"]})
    try:
        return act(session, actor, action, said)
    except Invalid as wrong:
        raise Invalid({CALLED.get(name, "decision"): texts for name, texts in wrong.messages.items()}) from None
    except Refused as refused:
        raise Invalid(_by_field(refused.obstacles)) from None


def _by_field(obstacles: tuple[Obstacle, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for obstacle in obstacles:
        found.setdefault(CALLED.get(obstacle.where or "", "decision"), []).append(obstacle.text)
    return found


def _new_date(session: Session, actor: Actor, action: Action, said: Said) -> dict[str, Any]:
    """The first date of an action that has none, otherwise a move. A move that has to be asked for leaves the date as it was."""
    held = action.due
    if held is None:
        edit_action(session, actor, action.record.ref, said.version, {"due": said.day})
    elif said.day is not None:
        move_due(session, actor, action.record.ref, said.version, due=said.day, reason=said.words)
    return {"due": _iso(said.day), "was": _iso(held), "waits": action.due != said.day}


def _decide_move(session: Session, actor: Actor, action: Action, said: Said) -> dict[str, Any]:
    waiting, held = waiting_move(session, action.id), action.due
    if waiting is None:
        raise Invalid({"decision": ["No move of its date waits any more"]})
    due = waiting.to_due
    decide_move(session, actor, action.record.ref, accept=said.decision == "grant_move", answer=said.words)
    return {"due": _iso(due), "was": _iso(held)}


def _keep_owner(session: Session, actor: Actor, action: Action, said: Said) -> dict[str, Any]:
    keep_owner(session, actor, action.record.ref, reason=said.words)
    return {"owner": action.owner_id}


def _new_owner(session: Session, actor: Actor, action: Action, said: Said) -> dict[str, Any]:
    held = action.owner_id
    if held == said.owner:
        raise Invalid({"owner": ["This is the owner that it has already"]})
    edit_action(session, actor, action.record.ref, said.version, {"owner": said.owner})
    return {"owner": said.owner, "was_owner": held}


def _transition(session: Session, actor: Actor, action: Action, said: Said) -> dict[str, Any]:
    until = said.day if "day" in CHOICES[said.decision].needs else None
    transition(session, actor, action.record.ref, said.decision, reason=said.words, expires_on=until)
    return {"until": _iso(until)} if until else {}


def _confirm(session: Session, actor: Actor, action: Action, _said: Said) -> dict[str, Any]:
    confirm_action(session, actor, action.record.ref)
    return {}


def _keep(_session: Session, _actor: Actor, _action: Action, _said: Said) -> dict[str, Any]:
    return {}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


#: Decisions that are no transition of the lifecycle.
_ACTS: Mapping[str, Callable[[Session, Actor, Action, Said], dict[str, Any]]] = {
    "new_date": _new_date, "new_owner": _new_owner, "confirm": _confirm, "keep": _keep,
    "grant_move": _decide_move, "decline_move": _decide_move, "keep_owner": _keep_owner,
}
